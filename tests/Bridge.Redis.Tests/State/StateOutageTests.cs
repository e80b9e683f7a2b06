// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>Nodes that go on while Redis does not, and share everything again afterwards.</summary>
public sealed class StateOutageTests : IAsyncLifetime
{
    private const string Room = "presence-room";
    private RedisServer _redis = null!;
    private StateNode _a = null!, _b = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b) = (new StateNode(_redis.Configuration), new StateNode(_redis.Configuration));
        await _a.JoinAsync(Room, "a1", "ann");
        await _b.JoinAsync(Room, "b1", "bob");
        await Eventually.EqualAsync("+ann +bob", () => _a.Seen(Room));
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Redis_StopsAndComesBackEmpty_NodesGoOnAndShareEverythingAgain()
    {
        await _redis.KillAsync();
        JoinResult alone = await _a.JoinAsync(Room, "a2", "cid");
        Assert.Equal(["ann", "bob", "cid"], alone.Members.Select(member => member.UserId));
        Assert.Equal((3, "ann bob cid"), (alone.ConnectionCount, await _a.MembersAsync(Room)));
        await _b.LeaveAsync(Room, "b1");
        await _b.JoinAsync(Room, "b2", "dan");
        await _a.PublishAsync("cache-a", "lost");
        await _a.JoinAsync("cache-a", "a1");
        await _a.PublishAsync("cache-a", "kept");
        Assert.NotNull(_a.Health.Failure);

        await _redis.StartAsync();
        await Eventually.EqualAsync(new ChannelOccupancy(3, 3), () => _a.OccupancyAsync(Room));
        await Eventually.EqualAsync("+ann +bob +cid +dan -bob", () => Sorted(_a.Seen(Room)));
        await Eventually.EqualAsync(null, () => _a.Health.Failure ?? _b.Health.Failure);
        Assert.Equal("kept"u8.ToArray(), (await _b.JoinAsync("cache-a", "b1")).Cached!.Data.ToArray());

        await _b.LeaveAsync(Room, "b2");
        await Eventually.EqualAsync(2, () => _a.Seen(Room).Split('-').Length - 1);
        Assert.Equal(1, _a.Log.Count("StateShared"));
    }

    [Fact]
    public async Task Redis_LosesItsDataAndScripts_IsGivenThemAgainAndNobodyFlaps()
    {
        await CommandAsync("FLUSHALL");
        await CommandAsync("SCRIPT", "FLUSH");
        await _a.Log.WaitForAsync("NodeGivenUp");
        await _b.Log.WaitForAsync("NodeGivenUp");
        await Eventually.EqualAsync(new ChannelOccupancy(2, 2), () => _a.OccupancyAsync(Room));
        await _b.JoinAsync(Room, "b2", "cid");
        await Eventually.EqualAsync("+ann +bob +cid", () => _a.Seen(Room));
    }

    [Fact]
    public async Task Redis_IsFull_NodesGoOnUntilThereIsRoomAgain()
    {
        await CommandAsync("CONFIG", "SET", "maxmemory", "1");
        await _a.JoinAsync(Room, "a2", "cid");
        Assert.Equal("ann bob cid", await _a.MembersAsync(Room));
        Assert.Contains("maxmemory", _a.Health.Failure, StringComparison.Ordinal);
        Assert.Contains("maxmemory", _a.Log.Text, StringComparison.Ordinal);

        await CommandAsync("CONFIG", "SET", "maxmemory", "0");
        await Eventually.EqualAsync(new ChannelOccupancy(3, 3), () => _b.OccupancyAsync(Room));
        await Eventually.EqualAsync(null, () => _a.Health.Failure);
        await Eventually.EqualAsync("+bob +cid", () => _b.Seen(Room));
    }

    [Fact]
    public async Task Redis_IsAReplica_NodesGoOnAtOnceUntilItIsNone()
    {
        await CommandAsync("REPLICAOF", "127.0.0.1", "1");
        await _a.JoinAsync(Room, "a2", "cid");
        Assert.Contains("READONLY", _a.Health.Failure, StringComparison.Ordinal);
        await CommandAsync("REPLICAOF", "NO", "ONE");
        await Eventually.EqualAsync(new ChannelOccupancy(3, 3), () => _b.OccupancyAsync(Room));
    }

    [Fact]
    public async Task Key_OfAWrongType_OnlyItsChannelIsAloneUntilItIsGone()
    {
        await CommandAsync("SET", "bridge:Hub:channel:{presence-x}", "text");
        await _a.JoinAsync("presence-x", "a1", "ann");
        Assert.Contains("WRONGTYPE", _a.Health.Failure, StringComparison.Ordinal);
        await _a.JoinAsync(Room, "a2", "cid");
        await Eventually.EqualAsync("ann bob cid", () => _b.MembersAsync(Room));

        await CommandAsync("DEL", "bridge:Hub:channel:{presence-x}");
        await Eventually.EqualAsync("ann", () => _b.MembersAsync("presence-x"));
        await Eventually.EqualAsync(null, () => _a.Health.Failure);
    }

    [Fact]
    public async Task Link_Broken_NothingIsForgottenOrToldTwice()
    {
        await CommandAsync("CLIENT", "KILL", "TYPE", "normal");
        await CommandAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await _a.JoinAsync(Room, "a2", "cid");
        await Eventually.EqualAsync(new ChannelOccupancy(3, 3), () => _b.OccupancyAsync(Room));
        await Eventually.EqualAsync("+bob +cid", () => _b.Seen(Room));
        await _b.LeaveAsync(Room, "b1");
        await Eventually.EqualAsync("+ann +bob +cid -bob", () => _a.Seen(Room));
    }

    [Fact]
    public async Task Channels_ThatCameAndWentInAnOutage_LeaveNothingInMemory()
    {
        await _redis.KillAsync();
        await Eventually.EqualAsync(true, () => _a.Health.Failure is not null);
        await _a.JoinAsync("presence-begun", "a1", "ann");
        for (int i = 0; i < 10_000; i++)
        {
            await _a.JoinAsync($"once-{i}", "a1");
            await _a.LeaveAsync($"once-{i}", "a1");
        }

        await _a.LeaveAsync("presence-begun", "a1");
        Assert.Equal(1, _a.Channels.ChannelCount);
        await _a.LeaveAsync(Room, "a1");

        // Redis still has it.
        Assert.Equal(1, _a.Channels.ChannelCount);
        await _redis.StartAsync();
        await Eventually.EqualAsync(0, () => _a.Channels.ChannelCount);
    }

    private static string Sorted(string words) => string.Join(' ', words.Split(' ').Order(StringComparer.Ordinal));

    private async Task CommandAsync(params string[] words)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        try
        {
            await connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
        }
        catch (Bridge.Redis.Connections.RedisUnavailableException) when (words[0] == "CLIENT")
        {
            // It has killed itself too.
        }
    }
}
