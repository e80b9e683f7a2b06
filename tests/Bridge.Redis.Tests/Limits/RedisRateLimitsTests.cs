// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using Bridge.Core.Limits;
using Bridge.Core.Tests.Limits;
using Bridge.Redis.Configuration;
using Bridge.Redis.Limits;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Tests.Limits;

/// <summary>The specification for rates in Redis, and what two nodes and a Redis that goes away add to it.</summary>
public sealed class RedisRateLimitsTests : RateLimitsSpecification, IAsyncLifetime
{
    private const string Key = "bridge:rate:events:app";

    private readonly long _start = Stopwatch.GetTimestamp();
    private RedisServer _redis = null!;
    private TestConnection _a = null!, _b = null!;
    private RedisRateLimits _limits = null!, _ofOtherNode = null!;

    private protected override IRateLimits Limits => _limits;

    private protected override TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b) = (await TestConnection.OpenAsync(_redis.Configuration), await TestConnection.OpenAsync(_redis.Configuration));
        (_limits, _ofOtherNode) = (LimitsOn(_a), LimitsOn(_b));
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Take_OnSeveralNodes_TheLimitIsThatOfAll()
    {
        bool[] taken = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => TakeAsync(i % 2 == 0 ? _limits : _ofOtherNode, 20)));
        Assert.InRange(taken.Count(isTaken => isTaken), 20, Most(20));
    }

    [Fact]
    public async Task Script_SeveralRequests_AreGrantedInTheirOrderAllOrNone()
    {
        RespValue answer = await PermitsAsync(5, 2, 4, 3, 1);
        Assert.Equal([1, 0, 1, 0], answer.Items[1].Items.Select(granted => granted.AsInteger()));
        Assert.InRange(answer.Items[0].AsInteger(), 1, 1000);
    }

    [Fact]
    public async Task Script_PermitsAreLeft_NobodyIsAskedToWait() => Assert.Equal(0, (await PermitsAsync(5, 4)).Items[0].AsInteger());

    [Fact]
    public async Task Key_WithoutALifetime_DoesNotHoldForEver()
    {
        await _a.Redis.ExecuteAsync(RespCommand.Of("SET", Key, "1000"), CancellationToken.None);
        Assert.True(await TakeAsync(_limits, 10));
    }

    [Fact]
    public async Task Redis_IsAway_TheLimitIsThatOfTheNodeUntilItIsBack()
    {
        await _redis.KillAsync();
        Assert.InRange(await BurstAsync("app", "events", 50, 10), 10, Most(10));
        Assert.Equal(1, _a.Log.Count("RatesNotShared"));

        await _redis.StartAsync();
        await _b.WaitUntilUpAsync(2);
        await Eventually.EqualAsync(true, async () =>
            await TakeAsync(_limits, 1000) && (await _b.Redis.ExecuteAsync(RespCommand.Of("EXISTS", Key), CancellationToken.None)).AsInteger() == 1);
    }

    [Fact]
    public async Task Key_OfAWrongType_TheLimitIsThatOfTheNodeAndIsLoggedOnce()
    {
        await _a.Redis.ExecuteAsync(RespCommand.Of("LPUSH", Key, "x"), CancellationToken.None);
        await _a.Redis.ExecuteAsync(RespCommand.Of("PEXPIRE", Key, "3600000"), CancellationToken.None);
        Assert.InRange(await BurstAsync("app", "events", 50, 10), 10, Most(10));
        Assert.Equal(1, _a.Log.Count("RatesNotShared"));
        Assert.Contains("WRONGTYPE", _a.Log.Text, StringComparison.Ordinal);
        Assert.StartsWith("rates: ", _a.Health.Failure, StringComparison.Ordinal);
    }

    private protected override Task NextSecondAsync() =>
        Eventually.EqualAsync(0, async () => (await _a.Redis.ExecuteAsync(RespCommand.Of("EXISTS", Key), CancellationToken.None)).AsInteger());

    private static RedisRateLimits LimitsOn(TestConnection connection) => new(
        connection.Redis, Options.Create(new BridgeRedisOptions()), connection.Health, TimeProvider.System, new Logger<RedisRateLimits>(connection.Log));

    private static Task<bool> TakeAsync(RedisRateLimits limits, int limit) =>
        limits.TryTakeAsync("app", "events", 1, limit).AsTask().Within("a permit");

    private Task<RespValue> PermitsAsync(params int[] numbers) => _a.Redis.EvaluateAsync(
        RedisScripts.TakePermits,
        [StateKeys.Bytes(Key)],
        [.. numbers.Select(number => (ReadOnlyMemory<byte>)StateKeys.Number(number))],
        CancellationToken.None);
}
