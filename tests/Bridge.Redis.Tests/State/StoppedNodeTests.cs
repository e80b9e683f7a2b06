// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>Nodes that are stopped, as by a deploy.</summary>
public sealed class StoppedNodeTests : IAsyncLifetime
{
    private const string Room = "presence-room";
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RedisServer _redis = null!;
    private HeldConnection _connection = null!;
    private StateNode _a = null!, _b = null!;
    private string _nameOfB = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _b = await StartAsync();
        _nameOfB = Assert.Single(await NodesAsync("ZRANGE", "bridge:Hub:nodes", "0", "-1"));
        _a = await StartAsync(Intercept);
        await _a.JoinAsync(Room, "a1", "ann");
        await _a.SignInAsync("ann", "a1");
        Assert.True(await _a.Quotas.TryAddAsync("app", 1).AsTask().Within("a place"));
    }

    public async Task DisposeAsync()
    {
        _held.TrySetResult();
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Stop_TakesEverythingOutOfRedisAndNobodyFindsANodeDead()
    {
        await _b.JoinAsync(Room, "b1", "bob");
        await _b.WatchAsync("w", "ann");
        string name = (await NodesAsync("HKEYS", $"bridge:Hub:channel:{{{Room}}}:nodes")).Single(node => node != _nameOfB);

        await _a.StopAsync();

        Assert.Empty((await CommandAsync("KEYS", $"*{name}*")).Items);
        Assert.Equal([_nameOfB], await NodesAsync("ZRANGE", "bridge:Hub:nodes", "0", "-1"));
        Assert.Empty(await NodesAsync("ZRANGE", "bridge:Hub:dead", "0", "-1"));
        Assert.Equal(new ChannelOccupancy(1, 1), await _b.OccupancyAsync(Room));
        Assert.True(await _b.Quotas.TryAddAsync("app", 1).AsTask().Within("the place of the other node"));
        await Eventually.EqualAsync("+ann, -ann", () => _b.ToldTo("w"));
        await Eventually.EqualAsync("added bob, removed ann", () => _b.Reported(Room));
        Assert.Equal(0, _b.Log.Count("NodeReaped"));
    }

    [Fact]
    public async Task Stop_RedisIsAway_DoesNotWait()
    {
        await _redis.KillAsync();
        await _a.StopAsync();
    }

    [Fact]
    public async Task Stop_RedisDoesNotAnswer_EndsAndLeavesTheRestToTheOthers()
    {
        _connection.BeforeCommand = command => command == "SSCAN" ? _held.Task : Task.CompletedTask;
        await _a.StopAsync();
        await _b.Log.WaitForAsync("NodeReaped");
        Assert.True(_a.Log.Count("LeaseNotEnded") > 0, _a.Log.Text);
    }

    private HeldConnection Intercept(IRedisConnection inner) => _connection = HeldConnection.Around(inner);

    private async Task<StateNode> StartAsync(Func<IRedisConnection, IRedisConnection>? intercept = null)
    {
        var node = new StateNode(_redis.Configuration, intercept: intercept);
        await node.JoinAsync("news", "1");
        return node;
    }

    private async Task<string[]> NodesAsync(params string[] words) => [.. (await CommandAsync(words)).Items.Select(node => node.ToString())];

    private async Task<RespValue> CommandAsync(params string[] words)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        return await connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
    }
}
