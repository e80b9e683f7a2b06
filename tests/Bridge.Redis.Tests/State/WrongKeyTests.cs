// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>Something else uses a key of the shared state: whatever does not need the key goes on.</summary>
public sealed class WrongKeyTests : IAsyncLifetime
{
    private const string Room = "presence-room";
    private RedisServer _redis = null!;
    private StateNode _a = null!, _b = null!, _c = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b, _c) = (new StateNode(_redis.Configuration), new StateNode(_redis.Configuration), new StateNode(_redis.Configuration));
        await _b.WatchAsync("w", "ann", "bob", "cid");
        await _a.JoinAsync(Room, "a1", "ann");
        await _a.SignInAsync("ann", "a1");
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _c.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData("node:{a}:groups", false, true)]
    [InlineData("node:{a}:users", true, false)]
    [InlineData("channel:{presence-room}:connections:{a}", false, true)]
    [InlineData("user:{ann}", true, false)]
    [InlineData("due:channels", true, true)]
    public async Task KeyOfADeadNode_OthersAreReapedAndSettledAndItIsWhenTheKeyIsGone(string key, bool channelsGoOn, bool usersGoOn)
    {
        key = await KeyAsync(key);
        await _b.JoinAsync(Room, "b1", "bob");
        await _c.JoinAsync("presence-other", "c1", "cid");
        await _c.SignInAsync("cid", "c1");
        await CommandAsync("DEL", key);
        await CommandAsync("SET", key, "text");
        await _a.DisposeAsync();
        await _c.DisposeAsync();

        await Eventually.EqualAsync(new ChannelOccupancy(0, 0), () => _b.OccupancyAsync("presence-other"));
        await Eventually.EqualAsync(true, () => IsToldOf("-cid"));
        await Eventually.EqualAsync(new ChannelOccupancy(1, 1), async () => channelsGoOn ? await _b.OccupancyAsync(Room) : new(1, 1));
        await Eventually.EqualAsync(true, () => !usersGoOn || IsToldOf("-ann"));
        await _b.Log.WaitForAsync("StatePartFailed");
        await Eventually.EqualAsync(true, () => _b.Health.Failure?.Contains("WRONGTYPE", StringComparison.Ordinal));

        await CommandAsync("DEL", key);
        await Eventually.EqualAsync(null, () => _b.Health.Failure);
        await _b.Log.WaitForAsync("NodeReaped", 2);
        Assert.Equal(_b.Log.Count("StatePartFailed"), _b.Log.Count("StatePartWell"));
    }

    [Theory]
    [InlineData("nodes")]
    [InlineData("dead")]
    [InlineData("epoch")]
    public async Task KeyOfTheHeartbeat_WhatIsDueIsSettledAndNodesAreThereWhenItIsGone(string key)
    {
        key = $"bridge:Hub:{key}";
        await _b.SignInAsync("bob", "b1");

        // In one step, as a heartbeat makes the key anew at any time.
        await CommandAsync("HSET", "of-another-type", "field", "text");
        await CommandAsync("RENAME", "of-another-type", key);
        await _b.Log.WaitForAsync("StatePartFailed");
        await _b.SignOutAsync("bob", "b1");
        await Eventually.EqualAsync(true, () => IsToldOf("-bob"));
        Assert.Contains($"the heartbeat of bridge:Hub: bridge:Hub:nodes, :dead or :epoch: Redis answered 'WRONGTYPE", _b.Health.Failure, StringComparison.Ordinal);

        await CommandAsync("DEL", key);
        await Eventually.EqualAsync(null, () => _b.Health.Failure);
        await _b.JoinAsync(Room, "b1", "bob");
        await Eventually.EqualAsync(new ChannelOccupancy(2, 2), () => _c.OccupancyAsync(Room));
    }

    [Fact]
    public async Task DueListOfUsers_ChannelsGoOnAndUsersGoOfflineWhenItIsGone()
    {
        await CommandAsync("SET", "bridge:Hub:due:users", "text");
        await _b.SignInAsync("bob", "b1");
        await _b.SignOutAsync("bob", "b1");
        await _a.DisposeAsync();
        await Eventually.EqualAsync(new ChannelOccupancy(0, 0), () => _b.OccupancyAsync(Room));
        await Eventually.EqualAsync(true, () => _b.Health.Failure?.Contains("bridge:Hub:due:users", StringComparison.Ordinal));
        Assert.False(IsToldOf("-bob"));

        await CommandAsync("DEL", "bridge:Hub:due:users");
        await Eventually.EqualAsync(true, () => IsToldOf("-ann") && IsToldOf("-bob"));
        await Eventually.EqualAsync(null, () => _b.Health.Failure);
    }

    [Fact]
    public async Task KeyOfAUser_OthersGoOfflineTogetherWithIt()
    {
        await CommandAsync("SET", "bridge:Hub:user:{cid}", "text");
        await CommandAsync("ZADD", "bridge:Hub:due:users", "1", "cid");
        await _b.SignInAsync("bob", "b1");
        await _b.SignOutAsync("bob", "b1");
        await Eventually.EqualAsync(true, () => IsToldOf("-bob"));
        await Eventually.EqualAsync(true, () => $"{_b.Health.Failure} {_a.Health.Failure} {_c.Health.Failure}".Contains("cid: Redis answered 'WRONGTYPE", StringComparison.Ordinal));
        await CommandAsync("DEL", "bridge:Hub:user:{cid}");
        await Eventually.EqualAsync(null, () => _b.Health.Failure ?? _a.Health.Failure ?? _c.Health.Failure);
    }

    /// <summary>Whether the watching connection was told something since its first news.</summary>
    private bool IsToldOf(string change) => _b.UserObserver.WordsTo("w").Skip(1).Any(words => words.Split(' ').Contains(change));

    /// <summary>The key with the name of the node that is on the channel.</summary>
    private async Task<string> KeyAsync(string key)
    {
        string name = Assert.Single((await CommandAsync("HKEYS", $"bridge:Hub:channel:{{{Room}}}:nodes")).Items).ToString();
        return $"bridge:Hub:{key.Replace("{a}", name, StringComparison.Ordinal)}";
    }

    private async Task<RespValue> CommandAsync(params string[] words)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        return await connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
    }
}
