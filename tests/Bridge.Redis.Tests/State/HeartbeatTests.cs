// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>A node goes on saying that it lives, whatever else it has to do.</summary>
public sealed class HeartbeatTests : IAsyncLifetime
{
    private const string Room = "presence-room";
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RedisServer _redis = null!;
    private HeldConnection _connection = null!;
    private StateNode _a = null!, _b = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b) = (new StateNode(_redis.Configuration, intercept: Intercept), new StateNode(_redis.Configuration));
    }

    public async Task DisposeAsync()
    {
        _held.TrySetResult();
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Repair_TakesLong_HeartbeatsGoOn()
    {
        await _a.JoinAsync(Room, "a1", "ann");
        await RepairHeldAsync();
        await HeartbeatsAsync(10);
        _held.SetResult();
        await _a.Log.WaitForAsync("StateShared");
        await Eventually.EqualAsync(new ChannelOccupancy(1, 1), () => _b.OccupancyAsync(Room));
    }

    [Fact]
    public async Task Reaping_TakesLong_HeartbeatsGoOnAndHoldTheClaim()
    {
        await _b.JoinAsync(Room, "b1", "bob");
        Hold(RedisScripts.Clear);
        string node = (await CommandAsync("ZRANGE", "bridge:Hub:nodes", "0", "0")).Items[0].ToString();
        string other = (await CommandAsync("ZRANGE", "bridge:Hub:nodes", "1", "1")).Items[0].ToString();
        await _b.DisposeAsync();
        await Eventually.EqualAsync(1, () => _connection.Count(RedisScripts.Clear));

        long first = await ClaimAsync(node, other);
        await HeartbeatsAsync(5);
        Assert.True(await ClaimAsync(node, other) > first, "Another node would take it on.");
        Assert.Equal(0, _a.Log.Count("NodeReaped"));
        _held.SetResult();
        await _a.Log.WaitForAsync("NodeReaped");
    }

    [Fact]
    public async Task GivenUp_WhileItRepairs_WorkEndsAndBeginsAnewUnderANewName()
    {
        const int Channels = 600;
        await Task.WhenAll(Enumerable.Range(0, Channels).Select(i => _a.JoinAsync($"room-{i}", "a1")));
        await RepairHeldAsync();
        await CommandAsync("DEL", "bridge:Hub:nodes");
        List<Task> joining = [];
        await Eventually.EqualAsync(true, () => IsAlone(joining));
        int before = _connection.Count(RedisScripts.Sync);
        _held.SetResult();

        await Task.WhenAll(joining);
        await _a.Log.WaitForAsync("NodeGivenUp");
        await Eventually.EqualAsync(before + _a.Channels.ChannelCount, () => _connection.Count(RedisScripts.Sync));
        await Eventually.EqualAsync(new ChannelOccupancy(1, 0), () => _b.OccupancyAsync("room-599"));
    }

    [Fact]
    public async Task GivenUp_DiesBeforeItHasClearedItsFormerName_AnotherNodeDoes()
    {
        await _a.JoinAsync(Room, "a1", "ann");
        await CommandAsync("DEL", "bridge:Hub:nodes");
        Hold(RedisScripts.Sync);
        await _a.Log.WaitForAsync("NodeGivenUp");
        await Eventually.EqualAsync(true, () => _connection.Count(RedisScripts.Sync) > 0);
        await Eventually.EqualAsync(new ChannelOccupancy(1, 1), () => _b.OccupancyAsync(Room));
        Task dying = _a.DisposeAsync().AsTask();
        await Eventually.EqualAsync(new ChannelOccupancy(0, 0), () => _b.OccupancyAsync(Room));
        _held.SetResult();
        await dying;
    }

    [Fact]
    public async Task Repair_ManyUsers_AreToldTogether()
    {
        const int Users = 200;
        await Task.WhenAll(Enumerable.Range(0, Users).Select(i => _a.SignInAsync($"u{i}", $"c{i}")));
        await _redis.KillAsync();
        await Task.WhenAll(Enumerable.Range(0, Users).Select(i => _a.SignOutAsync($"u{i}", $"c{i}")));
        Hold(RedisScripts.UserSync);
        await _redis.StartAsync();
        await Eventually.EqualAsync(Users, () => _connection.Count(RedisScripts.UserSync));
    }

    private HeldConnection Intercept(IRedisConnection inner) => _connection = HeldConnection.Around(inner);

    private void Hold(RedisScript held) => _connection.BeforeScript = (script, _) => script == held ? _held.Task : Task.CompletedTask;

    /// <summary>The node brings everything to Redis again, which does not end.</summary>
    private async Task RepairHeldAsync()
    {
        Hold(RedisScripts.Sync);
        _connection.SaidInterruptions++;
        await Eventually.EqualAsync(true, () => _connection.Count(RedisScripts.Sync) > 0);
    }

    private Task HeartbeatsAsync(int count)
    {
        int before = _connection.Count(RedisScripts.Heartbeat);
        return Eventually.EqualAsync(true, () => _connection.Count(RedisScripts.Heartbeat) >= before + count);
    }

    /// <summary>Whether joins don't go to Redis. Answers of those that do are held with those of the repair.</summary>
    private bool IsAlone(List<Task> joining)
    {
        int before = _connection.Count(RedisScripts.Join);
        joining.Add(_a.JoinAsync($"probe-{joining.Count}", "a1"));
        return _connection.Count(RedisScripts.Join) == before;
    }

    private async Task<long> ClaimAsync(params string[] nodes)
    {
        RespValue[] scores = (await CommandAsync(["ZMSCORE", "bridge:Hub:dead", .. nodes])).Items;
        return long.Parse(Assert.Single(scores, score => !score.IsNull).ToString(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<RespValue> CommandAsync(params string[] words)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        return await connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
    }
}
