// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

/// <summary>What every channel state must do, wherever it is kept.</summary>
public abstract partial class ChannelStateSpecification
{
    private const string Room = "presence-room";

    private protected abstract IChannelState State { get; }

    private protected abstract RecordingChannelObserver Observer { get; }

    /// <summary>The settings that the state has. Tests let nine tenths of a time pass, and then two.</summary>
    private protected abstract ChannelStateOptions Options { get; }

    private ChannelSettings Settings { get; set; } = new();

    [Fact]
    public async Task Join_SeveralConnectionsOfAUser_AddTheMemberOnceAsKnownFirst()
    {
        await JoinAsync(Room, "1", "ann", "{\"tab\":1}");
        JoinResult second = await JoinAsync(Room, "2", "ann", "{\"tab\":2}");
        Assert.Equal(2, second.ConnectionCount);
        Assert.Equal([new PresenceMember("ann", "{\"tab\":1}")], second.Members);
        await LeaveAsync(Room, "1");
        Assert.Equal(new ChannelOccupancy(1, 1), await OccupancyAsync(Room));
        Assert.Equal("{\"tab\":1}", (await JoinAsync(Room, "3", "bob")).Members[0].UserInfo);
        await LeaveAsync(Room, "2");
        await LeaveAsync(Room, "2");
        await LeaveAsync(Room, "never");
        await HeardAsync("+ann {\"tab\":1} by 1, +bob  by 3, -ann", Room);
        Assert.Equal(new ChannelOccupancy(1, 1), await OccupancyAsync(Room));
    }

    [Fact]
    public async Task Join_SeveralUsers_AreListedInJoiningOrder()
    {
        await JoinAsync(Room, "1", "cid");
        await JoinAsync(Room, "2", "ann");
        await JoinAsync(Room, "3", "bob");
        Assert.Equal("cid ann bob", Users(await JoinAsync(Room, "4", "ann")));
        await LeaveAsync(Room, "1");
        Assert.Equal("ann bob cid", Users(await JoinAsync(Room, "5", "cid")));
        Assert.Equal("ann bob cid", string.Join(' ', (await State.GetMembersAsync(Room, CancellationToken.None)).Select(member => member.UserId)));
    }

    [Fact]
    public async Task Join_SameConnectionAgain_ChangesNothingAndReturnsThePresentState()
    {
        JoinResult first = await JoinAsync(Room, "1", "ann");
        JoinResult other = await JoinAsync(Room, "2", "bob");
        JoinResult again = await JoinAsync(Room, "1", "mallory");
        Assert.True(first.Version < other.Version);
        Assert.Equal((other.Version, 2, "ann bob"), (again.Version, again.ConnectionCount, Users(again)));
        await HeardAsync("+ann  by 1, +bob  by 2", Room);
        Assert.Equal([first.Version, other.Version], Observer.On(Room).Select(news => news.Version));
    }

    [Fact]
    public async Task Join_ChannelIsFull_RefusesUsersAndLeavesNoTrace()
    {
        Settings = new() { MaxPresenceMembers = 1 };
        await JoinAsync(Room, "1", "ann");
        ChannelRefusedException refusal = await Assert.ThrowsAsync<ChannelRefusedException>(() => JoinAsync(Room, "2", "bob"));
        Assert.Equal((ChannelRefusedException.LimitReached, 4100), (refusal.Type, refusal.Status));
        Assert.Equal(2, (await JoinAsync(Room, "3", "ann")).ConnectionCount);
        Settings = new() { MaxPresenceMembers = 0 };
        await Assert.ThrowsAsync<ChannelRefusedException>(() => JoinAsync("presence-empty", "1", "ann"));
        Assert.Equal(default, await OccupancyAsync("presence-empty"));
        await Assert.ThrowsAsync<ArgumentException>(() => JoinAsync("public", "1", "ann"));
        Assert.Equal(default, await OccupancyAsync("public"));
    }

    [Fact]
    public async Task Join_EmptyAndForgottenChannel_NumbersGoOn()
    {
        JoinResult before = await JoinAsync("news", "1");
        await LeaveAsync("news", "1");
        Assert.True((await JoinAsync("news", "1")).Version > before.Version);
    }

    [Fact]
    public async Task Publish_CacheChannel_LatestIsKeptForThoseWhoComeLater()
    {
        JoinResult first = await JoinAsync("cache-a", "1");
        Assert.Null(first.Cached);
        await PublishAsync("1", TimeSpan.FromHours(1));
        await PublishAsync("2", TimeSpan.FromHours(1));
        JoinResult second = await JoinAsync("cache-a", "2");
        Assert.Equal("2", Encoding.UTF8.GetString(second.Cached!.Data.Span));
        Assert.Equal("published 1, published 2", string.Join(", ", Observer.WordsOn("cache-a")));
        Assert.All(Observer.On("cache-a"), news => Assert.InRange(news.Version, first.Version + 1, second.Version - 1));
        KeptEvent? kept = await State.GetCachedAsync("cache-a", CancellationToken.None);
        Assert.InRange(kept!.TimeToLive, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        Assert.Null(await State.GetCachedAsync("cache-b", CancellationToken.None));
    }

    [Fact]
    public async Task Counts_JoinsAndLeaves_AreAnnouncedUnderTheirNumbers()
    {
        Settings = new() { SubscriptionCounts = true };
        JoinResult first = await JoinAsync("news", "1");
        JoinResult second = await JoinAsync("news", "2");
        await LeaveAsync("news", "2");
        await HeardAsync("count 1, count 2, count 1", "news");
        Assert.Equal([first.Version, second.Version], Observer.On("news").Take(2).Select(news => news.Version));
    }

    [Fact]
    public async Task Activities_WantedLater_TheHistoryBeginsWithWhoIsThere()
    {
        await JoinAsync(Room, "1", "ann");
        Settings = new() { ReportsActivity = true };
        await JoinAsync(Room, "2", "bob");
        await LeaveAsync(Room, "1");
        await LeaveAsync(Room, "2");
        Assert.Equal(["occupied", "added ann", "added bob", "removed ann", "removed bob", "vacated"], Observer.ActivitiesOn(Room));
    }

    [Fact]
    public async Task Activities_NotWantedForAWhile_TheHistoryBeginsAnew()
    {
        Settings = new() { ReportsActivity = true };
        await JoinAsync(Room, "1", "ann");
        Settings = new();
        await JoinAsync(Room, "2", "bob");
        await LeaveAsync(Room, "1");
        await LeaveAsync(Room, "2");
        Settings = new() { ReportsActivity = true };
        await JoinAsync(Room, "3", "cid");
        await LeaveAsync(Room, "3");
        Assert.Equal(["occupied", "added ann", "occupied", "added cid", "removed cid", "vacated"], Observer.ActivitiesOn(Room));
    }

    [Fact]
    public async Task Activities_EmptyCacheChannel_IsOneMiss()
    {
        Settings = new() { ReportsActivity = true };
        await JoinAsync("cache-a", "1");
        await JoinAsync("cache-a", "2");
        Assert.Equal(["occupied", "miss"], Observer.ActivitiesOn("cache-a"));
    }

    [Fact]
    public async Task ListOccupied_ByPrefix_HasEachOccupiedChannelOnce()
    {
        await JoinAsync("x-1", "1");
        await JoinAsync("x-1", "2");
        await JoinAsync("x-2", "1");
        await LeaveAsync("x-2", "1");
        await JoinAsync("y", "1");
        OccupiedChannel only = Assert.Single(await State.ListOccupiedAsync("x-", CancellationToken.None).ToListAsync());
        Assert.Equal(new OccupiedChannel("x-1", new ChannelOccupancy(2, 0)), only);
    }

    /// <summary>Waits, where news take time, until the observer has heard this of a channel.</summary>
    private protected abstract Task HeardAsync(string words, string group);

    /// <summary>Lets time pass, and everything happen that has become due.</summary>
    private protected abstract Task PassAsync(TimeSpan time);

    private static string Users(JoinResult joined) => string.Join(' ', joined.Members.Select(member => member.UserId));

    private Task<JoinResult> JoinAsync(string group, string connectionId, string? userId = null, string? userInfo = null) => State.JoinAsync(
        new JoinRequest(group, ChannelName.KindOf(group), Settings, connectionId, userId is null ? null : new PresenceMember(userId, userInfo)),
        CancellationToken.None).AsTask().Within($"{connectionId} to join {group}");

    private Task LeaveAsync(string group, string connectionId, LeaveReason reason = LeaveReason.Unsubscribed) =>
        State.LeaveAsync(group, connectionId, reason, CancellationToken.None).AsTask().Within($"{connectionId} to leave {group}");

    private Task PublishAsync(string data, TimeSpan lifetime) => State.PublishCachedAsync(
        "cache-a", new CachedEvent("news", Encoding.UTF8.GetBytes(data)), lifetime, data, CancellationToken.None).AsTask().Within("the publish");

    private Task<ChannelOccupancy> OccupancyAsync(string group) =>
        State.GetOccupancyAsync(group, CancellationToken.None).AsTask().Within("the numbers");
}
