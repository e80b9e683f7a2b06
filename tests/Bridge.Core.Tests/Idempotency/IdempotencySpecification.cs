// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Idempotency;

namespace Bridge.Core.Tests.Idempotency;

/// <summary>What every store of idempotency keys promises, to one node and to two that share it.</summary>
public abstract class IdempotencySpecification
{
    private protected static readonly byte[] Answer = "{}"u8.ToArray();

    /// <summary>The store of one node.</summary>
    private protected abstract IIdempotencyStore A { get; }

    /// <summary>The store of another node; the same where there are none.</summary>
    private protected abstract IIdempotencyStore B { get; }

    [Fact]
    public async Task Claim_WhileAnotherIsAtWork_WaitsForItsAnswer()
    {
        Assert.Null(await ClaimAsync(A, "app", "key"));
        Task<byte[]?>[] waiting = [ClaimAsync(B, "app", "key"), ClaimAsync(A, "app", "key")];
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        await A.CompleteAsync("app", "key", Answer, CancellationToken.None);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(Answer, answer));
        Assert.Equal(Answer, await ClaimAsync(B, "app", "key"));
    }

    [Fact]
    public async Task Complete_AnsweredAlready_TheFirstAnswerStays()
    {
        Assert.Null(await ClaimAsync(A, "app", "key"));
        await A.CompleteAsync("app", "key", Answer, CancellationToken.None);
        await B.CompleteAsync("app", "key", "other"u8.ToArray(), CancellationToken.None);
        Assert.Equal(Answer, await ClaimAsync(A, "app", "key"));
    }

    [Fact]
    public async Task Claim_SameKeyInAnotherScope_IsAnotherKey()
    {
        Assert.Null(await ClaimAsync(A, "app", "key"));
        Assert.Null(await ClaimAsync(B, "app2", "key"));
        Assert.Null(await ClaimAsync(B, "app", "2key"));
    }

    [Fact]
    public async Task Claim_EmptyAnswer_IsAnAnswer()
    {
        Assert.Null(await ClaimAsync(A, "app", "key"));
        await A.CompleteAsync("app", "key", ReadOnlyMemory<byte>.Empty, CancellationToken.None);
        Assert.Empty(Assert.IsType<byte[]>(await ClaimAsync(B, "app", "key")));
    }

    [Fact]
    public async Task Claim_Released_IsClaimedByOneOfThoseWhoWait()
    {
        Assert.Null(await ClaimAsync(A, "app", "key"));
        Task<byte[]?>[] waiting = [ClaimAsync(A, "app", "key"), ClaimAsync(B, "app", "key"), ClaimAsync(B, "app", "key")];
        await A.ReleaseAsync("app", "key", CancellationToken.None);
        Task<byte[]?> first = await Task.WhenAny(waiting);
        Assert.Null(await first);
        await (first == waiting[0] ? A : B).CompleteAsync("app", "key", Answer, CancellationToken.None);
        foreach (Task<byte[]?> other in waiting.Where(task => task != first))
        {
            Assert.Equal(Answer, await other);
        }
    }

    [Fact]
    public async Task Claim_GivenUpWhileWaiting_LeavesTheClaimAlone()
    {
        Assert.Null(await ClaimAsync(A, "app", "key"));
        using var patience = new CancellationTokenSource();
        Task<ReadOnlyMemory<byte>?> waiting = B.ClaimAsync("app", "key", patience.Token).AsTask();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within("the end of the waiting"));
        await A.CompleteAsync("app", "key", Answer, CancellationToken.None);
        Assert.Equal(Answer, await ClaimAsync(B, "app", "key"));
    }

    private protected static async Task<byte[]?> ClaimAsync(IIdempotencyStore store, string scope, string key) =>
        (await store.ClaimAsync(scope, key, CancellationToken.None).AsTask().Within("the claim"))?.ToArray();
}
