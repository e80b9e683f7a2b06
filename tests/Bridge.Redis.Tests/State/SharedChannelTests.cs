// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Core.Tests.Presence;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Backplane;

namespace Bridge.Redis.Tests.State;

/// <summary>Nodes that share channels.</summary>
[Collection(nameof(RedisCollection))]
public sealed class SharedChannelTests : IAsyncDisposable
{
    private const string Room = "presence-room";
    private readonly StateNode _a, _b;
    private readonly string _prefix;

    public SharedChannelTests(RedisFixture redis)
    {
        string farm = redis.NextFarm();
        _prefix = $"bridge:{farm[(farm.IndexOf('=', StringComparison.Ordinal) + 1)..]}";
        (_a, _b) = (new StateNode(farm), new StateNode(farm));
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Fact]
    public async Task JoinAndLeave_TwoNodes_EachHearsEachTransitionOnce()
    {
        await _a.JoinAsync(Room, "a1", "ann", "{\"tab\":1}");
        JoinResult bob = await _b.JoinAsync(Room, "b1", "bob");
        JoinResult second = await _b.JoinAsync(Room, "b2", "ann", "{\"tab\":2}");
        Assert.Equal([new PresenceMember("ann", "{\"tab\":1}"), new PresenceMember("bob", null)], second.Members);
        Assert.Equal((2, 3), (bob.ConnectionCount, second.ConnectionCount));

        await _a.LeaveAsync(Room, "a1");
        await _a.JoinAsync(Room, "a2", "cid");
        await _b.LeaveAsync(Room, "b2");
        await _b.LeaveAsync(Room, "b2");
        await Eventually.EqualAsync("+ann {\"tab\":1} by a1, +bob  by b1, +cid  by a2, -ann", () => _a.Told(Room));
        await Eventually.EqualAsync("+bob  by b1, +cid  by a2, -ann", () => _b.Told(Room));
        Assert.Equal(_a.Observer.On(Room).Skip(1), _b.Observer.On(Room));
        Assert.Equal(new ChannelOccupancy(2, 2), await _a.OccupancyAsync(Room));
        Assert.Equal("bob cid", await _b.MembersAsync(Room));
    }

    [Fact]
    public async Task Join_ChannelIsFull_NextUserIsRefusedOnEveryNode()
    {
        _a.Settings = _b.Settings = _a.Settings with { MaxPresenceMembers = 1 };
        await _a.JoinAsync(Room, "a1", "ann");
        await Assert.ThrowsAsync<ChannelRefusedException>(() => _b.JoinAsync(Room, "b1", "bob"));
        await _b.JoinAsync(Room, "b2", "ann");
        Assert.Equal(new ChannelOccupancy(2, 1), await _b.OccupancyAsync(Room));
        await Assert.ThrowsAsync<ChannelRefusedException>(() => _a.JoinAsync(Room, "a2", "cid"));
    }

    [Fact]
    public async Task Activities_TwoNodes_AreReportedOnceByTheNodeWhoseTransitionItWas()
    {
        await _a.JoinAsync(Room, "a1", "ann");
        await _b.JoinAsync(Room, "b1", "ann");
        await _b.JoinAsync(Room, "b2", "bob");
        await _a.LeaveAsync(Room, "a1");
        await _b.LeaveAsync(Room, "b1");
        await _b.LeaveAsync(Room, "b2");
        Assert.Equal("occupied, added ann", _a.Reported(Room));
        Assert.Equal("added bob, removed ann, removed bob, vacated", _b.Reported(Room));
    }

    [Fact]
    public async Task Leave_Disconnected_IsReportedOnceByAnyNodeWhenTheGraceHasEnded()
    {
        await _a.JoinAsync(Room, "a1", "ann");
        await _a.LeaveAsync(Room, "a1", LeaveReason.Disconnected);
        Assert.Equal("occupied, added ann", _a.Reported(Room));
        await Eventually.EqualAsync(2, () => AllReports().Count(report => report is "removed ann" or "vacated"));
        Assert.Equal(4, AllReports().Length);
    }

    [Fact]
    public async Task Join_BackOnAnotherNodeWithinTheGrace_IsNoActivity()
    {
        await _a.JoinAsync(Room, "a1", "ann");
        await _a.LeaveAsync(Room, "a1", LeaveReason.Disconnected);
        await _b.JoinAsync(Room, "b1", "ann");
        await _b.LeaveAsync(Room, "b1");
        Assert.Equal("occupied, added ann", _a.Reported(Room));
        Assert.Equal("removed ann, vacated", _b.Reported(Room));
    }

    [Fact]
    public async Task Counts_TwoNodes_EachHearsEveryCount()
    {
        _a.Settings = _b.Settings = new() { SubscriptionCounts = true, ReportsActivity = true };
        await _a.JoinAsync("news", "a1");
        await _b.JoinAsync("news", "b1");
        await _b.JoinAsync("news", "b2");
        await _b.LeaveAsync("news", "b2");
        await Eventually.EqualAsync("count 1, count 2, count 3, count 2", () => _a.Told("news"));
        await Eventually.EqualAsync("count 2, count 3, count 2", () => _b.Told("news"));
        Assert.Equal("occupied, count 1", _a.Reported("news"));
        Assert.Equal("count 2, count 3, count 2", _b.Reported("news"));
    }

    [Fact]
    public async Task PublishCached_NewcomerOnAnotherNode_GetsItOnce()
    {
        JoinResult empty = await _b.JoinAsync("cache-a", "b1");
        Assert.Null(empty.Cached);
        await _a.PublishAsync("cache-a", "1");
        ChannelTransition published = Assert.Single(_a.Observer.On("cache-a"));
        JoinResult joined = await _b.JoinAsync("cache-a", "b2");
        Assert.Equal("news", joined.Cached!.Name);
        Assert.Equal("1"u8.ToArray(), joined.Cached.Data.ToArray());
        Assert.InRange(published.Version, empty.Version + 1, joined.Version - 1);
        KeptEvent? kept = await _b.Channels.GetCachedAsync("cache-a", CancellationToken.None);
        Assert.InRange(kept!.TimeToLive, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal("occupied, miss", _b.Reported("cache-a"));
    }

    [Fact]
    public async Task ListOccupied_ChannelsOfSeveralNodes_EachOnceByPrefix()
    {
        await _a.JoinAsync("x-1", "a1");
        await _b.JoinAsync("x-1", "b1");
        await _b.JoinAsync("x-2", "b1");
        await _b.JoinAsync("y-1", "b1");
        await _b.JoinAsync("x-3", "b1");
        await _b.LeaveAsync("x-3", "b1");
        List<OccupiedChannel> occupied = await _a.Channels.ListOccupiedAsync("x-", CancellationToken.None).ToListAsync();
        Assert.Equal([("x-1", 2), ("x-2", 1)], occupied.Select(channel => (channel.Group, channel.Occupancy.ConnectionCount)).Order());
    }

    [Fact]
    public async Task Channel_Empty_LeavesNothingInRedisOrMemory()
    {
        await _a.JoinAsync(Room, "a1", "ann");
        await _b.JoinAsync(Room, "b1", "bob");
        await _a.LeaveAsync(Room, "a1");
        await _b.LeaveAsync(Room, "b1");
        Assert.Equal((0, 0), (_a.Channels.ChannelCount, _b.Channels.ChannelCount));
        await Eventually.EqualAsync(string.Empty, () => KeysAsync($"{_prefix}*presence-room*"));
    }

    [Fact]
    public async Task Activities_WantedNoMore_LeaveNothingInRedis()
    {
        await _a.JoinAsync(Room, "a1", "ann");
        await _a.JoinAsync(Room, "a2", "bob");
        await _a.LeaveAsync(Room, "a2", LeaveReason.Disconnected);
        _b.Settings = new();
        await _b.JoinAsync(Room, "b1", "cid");
        await _a.LeaveAsync(Room, "a1");
        await _b.LeaveAsync(Room, "b1");
        await Eventually.EqualAsync(string.Empty, () => KeysAsync($"{_prefix}*presence-room*"));
        Assert.Equal(["occupied", "added ann", "added bob"], AllReports());
    }

    private string[] AllReports() => [.. _a.Observer.ActivitiesOn(Room), .. _b.Observer.ActivitiesOn(Room)];

    private async ValueTask<string> KeysAsync(string pattern) =>
        string.Join(' ', (await _a.Redis.ExecuteAsync(RespCommand.Of("KEYS", pattern), CancellationToken.None)).Items
            .Select(key => key.ToString()));
}
