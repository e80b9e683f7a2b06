// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Idempotency;
using Bridge.Redis.Configuration;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Tests.State;

/// <summary>Idempotency keys that all nodes share.</summary>
public sealed class IdempotencyTests : IAsyncLifetime
{
    private static readonly byte[] Answer = "{}"u8.ToArray();
    private RedisServer _redis = null!;
    private TestConnection _connectionA = null!, _connectionB = null!;
    private RedisIdempotencyStore _a = null!, _b = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_connectionA, _connectionB) = (new TestConnection(_redis.Configuration), new TestConnection(_redis.Configuration));
        (_a, _b) = (StoreOn(_connectionA), StoreOn(_connectionB));
    }

    public async Task DisposeAsync()
    {
        await _connectionA.DisposeAsync();
        await _connectionB.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Claim_AnsweredOnAnotherNode_GetsTheAnswer()
    {
        Assert.Null(await ClaimAsync(_a, "app", "key"));
        Task<byte[]?> waiting = ClaimAsync(_b, "app", "key");
        Assert.Null(await ClaimAsync(_b, "app2", "key"));
        Assert.False(waiting.IsCompleted);
        await _a.CompleteAsync("app", "key", Answer, CancellationToken.None);
        await _b.CompleteAsync("app", "key", "other"u8.ToArray(), CancellationToken.None);
        await _b.ReleaseAsync("app", "key", CancellationToken.None);
        Assert.Equal(Answer, await waiting);
        Assert.Equal(Answer, await ClaimAsync(_a, "app", "key"));
    }

    [Fact]
    public async Task Claim_EmptyAnswer_IsAnAnswer()
    {
        Assert.Null(await ClaimAsync(_a, "app", "key"));
        await _a.CompleteAsync("app", "key", ReadOnlyMemory<byte>.Empty, CancellationToken.None);
        Assert.Empty(Assert.IsType<byte[]>(await ClaimAsync(_b, "app", "key")));
    }

    [Fact]
    public async Task Claim_Released_IsClaimedByOneOfThoseWhoWait()
    {
        Assert.Null(await ClaimAsync(_a, "app", "key"));
        Task<byte[]?>[] waiting = [ClaimAsync(_a, "app", "key"), ClaimAsync(_b, "app", "key"), ClaimAsync(_b, "app", "key")];
        await _a.ReleaseAsync("app", "key", CancellationToken.None);
        Task<byte[]?> first = await Task.WhenAny(waiting);
        Assert.Null(await first);
        await _b.CompleteAsync("app", "key", Answer, CancellationToken.None);
        foreach (Task<byte[]?> other in waiting.Where(task => task != first))
        {
            Assert.Equal(Answer, await other);
        }
    }

    [Fact]
    public async Task Claim_RedisIsAway_PublishesGoOn()
    {
        await _redis.KillAsync();
        await _connectionA.Log.WaitForAsync("RedisDown");
        Assert.Null(await ClaimAsync(_a, "app", "key"));
        await _a.CompleteAsync("app", "key", Answer, CancellationToken.None);
        Assert.True(_connectionA.Log.Count("IdempotencyKeyNotKept") >= 1);
    }

    private static async Task<byte[]?> ClaimAsync(RedisIdempotencyStore store, string scope, string key) =>
        (await store.ClaimAsync(scope, key, CancellationToken.None).AsTask().Within("the claim"))?.ToArray();

    private static RedisIdempotencyStore StoreOn(TestConnection connection) => new(
        connection.Redis,
        Options.Create(new BridgeRedisOptions()),
        Options.Create(new IdempotencyOptions()),
        TimeProvider.System,
        new Logger<RedisIdempotencyStore>(connection.Log));
}
