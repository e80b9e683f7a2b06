// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;

namespace Bridge.Redis.Tests.Limits;

/// <summary>A quota of several nodes, and what becomes of it when nodes or Redis go away.</summary>
public sealed class SharedQuotaTests : IAsyncLifetime
{
    private const string App = "app";
    private RedisServer _redis = null!;
    private StateNode _a = null!, _b = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b) = (new StateNode(_redis.Configuration), new StateNode(_redis.Configuration));
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Add_OnSeveralNodes_TheLimitIsThatOfAll()
    {
        bool[] added = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => AddAsync(i % 2 == 0 ? _a : _b, 41)));

        Assert.Equal(41, added.Count(isAdded => isAdded));
        Assert.Equal((41, 41), (await CountAsync(_a), await CountAsync(_b)));
    }

    [Fact]
    public async Task Release_OnOneNode_TheOtherGetsThePlace()
    {
        Assert.True(await AddAsync(_a, 1));
        Assert.False(await AddAsync(_b, 1));
        _a.Quotas.Release(App);
        await Eventually.EqualAsync(true, () => new ValueTask<bool>(AddAsync(_b, 1)));
        Assert.False(await AddAsync(_a, 1));
    }

    [Fact]
    public async Task Node_Dies_ItsPlacesComeFree()
    {
        Assert.True(await AddAsync(_a, 2));
        Assert.True(await AddAsync(_b, 2));
        Assert.False(await AddAsync(_b, 2));

        await _a.DisposeAsync();
        await Eventually.EqualAsync(true, () => new ValueTask<bool>(AddAsync(_b, 2)));
        Assert.False(await AddAsync(_b, 2));
        Assert.Equal(2, await CountAsync(_b));
    }

    [Fact]
    public async Task Redis_IsAway_TheLimitIsThatOfEachNodeUntilItIsBack()
    {
        Assert.True(await AddAsync(_a, 2));
        Assert.True(await AddAsync(_b, 2));
        await _redis.KillAsync();
        Assert.Equal((true, false), (await AddAsync(_a, 2), await AddAsync(_a, 2)));
        Assert.Equal((true, false), (await AddAsync(_b, 2), await AddAsync(_b, 2)));

        await _redis.StartAsync();
        await Eventually.EqualAsync(4, () => new ValueTask<int>(CountAsync(_a)));
        await Eventually.EqualAsync(4, () => new ValueTask<int>(CountAsync(_b)));
        Assert.False(await AddAsync(_a, 4));
        Assert.True(await AddAsync(_b, 5));
    }

    [Fact]
    public async Task Redis_LosesItsData_IsToldAgainUnderANewName()
    {
        Assert.True(await AddAsync(_a, 0));
        Assert.True(await AddAsync(_b, 0));
        await Eventually.EqualAsync((2, 2), async () => (await CountAsync(_a), await CountAsync(_b)));
        await CommandAsync("FLUSHALL");
        await _a.Log.WaitForAsync("NodeGivenUp", 2);
        await _b.Log.WaitForAsync("NodeGivenUp", 2);
        await Eventually.EqualAsync((2, 2), async () => (await CountAsync(_a), await CountAsync(_b)));
        await Eventually.EqualAsync(false, () => new ValueTask<bool>(AddAsync(_a, 2)));
    }

    [Fact]
    public async Task Node_TakenForDead_CountsOnceUnderItsNewName()
    {
        Assert.True(await AddAsync(_a, 2));
        await CommandAsync("ZREM", "bridge:limits:nodes", NodeOf(await KeysAsync()));
        await _a.Log.WaitForAsync("NodeGivenUp");
        await Eventually.EqualAsync(1, () => new ValueTask<int>(CountAsync(_b)));
        Assert.True(await AddAsync(_b, 2));
        Assert.False(await AddAsync(_b, 2));
    }

    [Fact]
    public async Task Key_OfAWrongType_TheLimitIsThatOfTheNodeUntilItIsGone()
    {
        await CommandAsync("SET", "bridge:limits:connections:app", "text");
        Assert.Equal((true, false), (await AddAsync(_a, 1), await AddAsync(_a, 1)));
        Assert.Contains("WRONGTYPE", _a.Health.Failure, StringComparison.Ordinal);

        await CommandAsync("DEL", "bridge:limits:connections:app");
        await Eventually.EqualAsync(1, () => new ValueTask<int>(CountAsync(_b)));
        await Eventually.EqualAsync(null, () => _a.Health.Failure);
    }

    private static string NodeOf(RespValue keys) => keys.Items[0].ToString();

    private static Task<bool> AddAsync(StateNode node, int limit) => node.Quotas.TryAddAsync(App, limit).AsTask().Within("a place");

    private static Task<int> CountAsync(StateNode node) => node.Quotas.CountAsync(App, CancellationToken.None).AsTask().Within("the count");

    private Task<RespValue> KeysAsync() => CommandAsync("HKEYS", "bridge:limits:connections:app");

    private async Task<RespValue> CommandAsync(params string[] words)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        return await connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
    }
}
