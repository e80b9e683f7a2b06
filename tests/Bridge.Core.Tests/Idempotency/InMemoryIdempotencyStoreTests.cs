// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Idempotency;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Tests.Idempotency;

public sealed class InMemoryIdempotencyStoreTests : IdempotencySpecification
{
    private readonly ManualTimeProvider _time = new();
    private readonly IdempotencyOptions _options = new();
    private readonly InMemoryIdempotencyStore _store;

    public InMemoryIdempotencyStoreTests() => _store = new InMemoryIdempotencyStore(Options.Create(_options), _time);

    private protected override IIdempotencyStore A => _store;

    private protected override IIdempotencyStore B => _store;

    [Fact]
    public async Task Claim_CompletedBefore_GivesTheAnswerUntilTheLifetimeIsOver()
    {
        Assert.Null(await ClaimAsync("k"));
        await _store.CompleteAsync("app", "k", Answer, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(_options.LifetimeSeconds - 1));
        Assert.Equal(Answer, (await ClaimAsync("k"))!.Value.ToArray());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await ClaimAsync("k"));
    }

    [Fact]
    public async Task Claim_NeitherCompletedNorReleased_IsForgottenWithItsLifetime()
    {
        Assert.Null(await ClaimAsync("lost"));
        Task<ReadOnlyMemory<byte>?> waiting = ClaimAsync("lost");
        _time.Advance(TimeSpan.FromSeconds(_options.LifetimeSeconds));

        Assert.Null(await ClaimAsync("other"));

        Assert.Null(await waiting.WaitAsync(TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public async Task Claim_MoreThanTheMemoryHolds_ForgetsTheOldest()
    {
        _options.MaxBytes = 65_536;
        var store = new InMemoryIdempotencyStore(Options.Create(_options), _time);
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Null(await store.ClaimAsync("app", $"key-{i}", CancellationToken.None));
            await store.CompleteAsync("app", $"key-{i}", Answer, CancellationToken.None);
        }

        Assert.InRange(store.EntryCount, 100, 65_536 / 256);
        Assert.NotNull(await store.ClaimAsync("app", "key-9999", CancellationToken.None));
        Assert.Null(await store.ClaimAsync("app", "key-0", CancellationToken.None));
    }

    [Fact]
    public async Task Release_AgainAndAgain_DoesNotPileUp()
    {
        _options.MaxBytes = 65_536;
        var store = new InMemoryIdempotencyStore(Options.Create(_options), _time);
        for (int i = 0; i < 20_000; i++)
        {
            Assert.Null(await store.ClaimAsync("app", "k", CancellationToken.None));
            await store.ReleaseAsync("app", "k", CancellationToken.None);
        }

        Assert.InRange(store.EntryCount, 0, 1);
        Assert.InRange(store.LineLength, 1, 65_536 / 256);
    }

    [Theory]
    [InlineData(0, 65_536, "Bridge:Idempotency:LifetimeSeconds")]
    [InlineData(1, 65_535, "Bridge:Idempotency:MaxBytes")]
    public void Validate_OutOfRange_NamesTheKey(int lifetime, int maxBytes, string key) => Assert.StartsWith(
        key,
        Assert.Single(new IdempotencyOptionsValidator()
            .Validate(null, new IdempotencyOptions { LifetimeSeconds = lifetime, MaxBytes = maxBytes }).Failures!),
        StringComparison.Ordinal);

    private Task<ReadOnlyMemory<byte>?> ClaimAsync(string key) => _store.ClaimAsync("app", key, CancellationToken.None).AsTask();
}
