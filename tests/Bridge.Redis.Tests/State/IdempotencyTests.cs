// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Idempotency;
using Bridge.Core.Tests.Idempotency;
using Bridge.Redis.Configuration;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Tests.State;

/// <summary>Idempotency keys that all nodes share.</summary>
public sealed class IdempotencyTests : IdempotencySpecification, IAsyncLifetime
{
    private const string Key = "bridge:once:3:app:key";

    private readonly ManualTimeProvider _time = new();
    private RedisServer _redis = null!;
    private TestConnection _connectionA = null!, _connectionB = null!;
    private RedisIdempotencyStore _a = null!, _b = null!;

    private protected override IIdempotencyStore A => _a;

    private protected override IIdempotencyStore B => _b;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _connectionA = await TestConnection.OpenAsync(_redis.Configuration);
        _connectionB = await TestConnection.OpenAsync(_redis.Configuration);
        (_a, _b) = (StoreOn(_connectionA, TimeProvider.System), StoreOn(_connectionB, TimeProvider.System));
    }

    public async Task DisposeAsync()
    {
        _a.Dispose();
        _b.Dispose();
        await _connectionA.DisposeAsync();
        await _connectionB.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Claim_ItsNodeDies_AnotherOneClaimsWithinALease()
    {
        Assert.Null(await ClaimAsync(_a, "app", "key"));
        _a.Dispose();
        Assert.InRange(await LifetimeAsync(), TimeSpan.Zero, RedisIdempotencyStore.Lease);

        // The lease is over.
        await CommandAsync("PEXPIRE", Key, "1");
        Assert.Null(await ClaimAsync(_b, "app", "key"));
    }

    [Fact]
    public async Task Claim_FirstOwnerComesBackLate_ThatOfTheNextStands()
    {
        Assert.Null(await ClaimAsync(_a, "app", "key"));
        await CommandAsync("DEL", Key);
        Assert.Null(await ClaimAsync(_b, "app", "key"));
        await _a.CompleteAsync("app", "key", "late"u8.ToArray(), CancellationToken.None);
        await _a.ReleaseAsync("app", "key", CancellationToken.None);

        await _b.CompleteAsync("app", "key", Answer, CancellationToken.None);
        Assert.Equal(Answer, await ClaimAsync(_a, "app", "key"));
    }

    [Fact]
    public async Task Claim_ItsNodeIsStillAtWork_GoesOn()
    {
        using RedisIdempotencyStore store = StoreOn(_connectionA, _time);
        Assert.Null(await ClaimAsync(store, "app", "key"));
        for (int i = 0; i < 3; i++)
        {
            await CommandAsync("PERSIST", Key);
            _time.Advance(RedisIdempotencyStore.RenewalInterval);
            await Eventually.EqualAsync(true, async () => await LifetimeAsync() > TimeSpan.Zero);
        }

        // Its own time counts from the claim.
        await store.CompleteAsync("app", "key", Answer, CancellationToken.None);
        Assert.InRange(await LifetimeAsync(), TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(300 - (3 * 5)));
        _time.Advance(RedisIdempotencyStore.RenewalInterval);
        Assert.Equal(Answer, await ClaimAsync(_b, "app", "key"));
        Assert.InRange(await LifetimeAsync(), TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(300));
    }

    [Fact]
    public async Task Claim_RedisIsAway_PublishesGoOn()
    {
        await _redis.KillAsync();
        await _connectionA.Log.WaitForAsync("RedisDown");
        Assert.Null(await ClaimAsync(_a, "app", "key"));
        await _a.CompleteAsync("app", "key", Answer, CancellationToken.None);
        Assert.Equal(1, _connectionA.Log.Count("IdempotencyKeyNotKept"));
        Assert.Null(_connectionA.Health.Failure);
    }

    [Fact]
    public async Task Claim_KeyOfAWrongType_IsToldOnceAndDegradesTheHealthForAWhile()
    {
        using RedisIdempotencyStore store = StoreOn(_connectionA, _time);
        await CommandAsync("LPUSH", Key, "x");
        for (int i = 0; i < 5; i++)
        {
            Assert.Null(await ClaimAsync(store, "app", "key"));
        }

        Assert.Equal(1, _connectionA.Log.Count("IdempotencyKeyNotKept"));
        Assert.StartsWith("idempotency keys: ", _connectionA.Health.Failure, StringComparison.Ordinal);
        Assert.Contains("WRONGTYPE", _connectionA.Health.Failure, StringComparison.Ordinal);

        _time.Advance(HealthReporter.QuietTime);
        Assert.Null(_connectionA.Health.Failure);
        Assert.Null(await ClaimAsync(store, "app", "key"));
        Assert.Equal(2, _connectionA.Log.Count("IdempotencyKeyNotKept"));
    }

    private async ValueTask<TimeSpan> LifetimeAsync() => TimeSpan.FromMilliseconds((await CommandAsync("PTTL", Key)).AsInteger());

    private Task<RespValue> CommandAsync(params string[] words) =>
        _connectionB.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None).Within(words[0]);

    private static RedisIdempotencyStore StoreOn(TestConnection connection, TimeProvider time) => new(
        connection.Redis,
        Options.Create(new BridgeRedisOptions()),
        Options.Create(new IdempotencyOptions()),
        connection.Health,
        time,
        new Logger<RedisIdempotencyStore>(connection.Log));
}
