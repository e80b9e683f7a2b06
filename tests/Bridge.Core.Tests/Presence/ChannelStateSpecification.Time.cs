// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

/// <content>What depends on time: what is held back, what expires, and what waits for its grace to end.</content>
public abstract partial class ChannelStateSpecification
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Counts_BigChannel_AreHeldBackAndTheLastOneGoesOut()
    {
        Settings = new() { SubscriptionCounts = true, ReportsActivity = true };
        for (int i = 1; i <= 103; i++)
        {
            await JoinAsync("news", $"{i}");
        }

        string[] counts = [.. Enumerable.Range(1, 100).Select(count => $"count {count}")];
        await HeardAsync(string.Join(", ", counts), "news");
        await PassAsync(CountInterval);
        await HeardAsync(string.Join(", ", [.. counts, "count 103"]), "news");
        await LeaveAsync("news", "1");
        await PassAsync(CountInterval);
        await PassAsync(CountInterval);
        await LeaveAsync("news", "2");
        await LeaveAsync("news", "3");
        await PassAsync(CountInterval);
        string[] all = [.. counts, "count 103", "count 102", "count 101", "count 100"];
        await HeardAsync(string.Join(", ", all), "news");
        Assert.Equal(["occupied", .. all], Observer.ActivitiesOn("news"));
    }

    [Fact]
    public async Task Publish_LifetimeIsOver_EventIsGone()
    {
        await PublishAsync("1", Hour);
        await PassAsync(0.9 * Hour);
        Assert.NotNull((await JoinAsync("cache-a", "1")).Cached);
        await PassAsync(0.2 * Hour);
        Assert.Null((await JoinAsync("cache-a", "2")).Cached);
        Assert.Null(await State.GetCachedAsync("cache-a", CancellationToken.None));
    }

    [Fact]
    public async Task Publish_Again_LifetimeIsTheNewOne()
    {
        await PublishAsync("1", Hour);
        await PassAsync(0.9 * Hour);
        await PublishAsync("2", Hour);
        await PassAsync(0.9 * Hour);
        Assert.NotNull((await JoinAsync("cache-a", "1")).Cached);
        await PublishAsync("3", 0.1 * Hour);
        await PassAsync(0.2 * Hour);
        Assert.Null((await JoinAsync("cache-a", "2")).Cached);
    }

    [Fact]
    public async Task Activities_EmptyCacheChannel_IsAMissAgainAfterTheIntervalOrAnEventThatExpired()
    {
        Settings = new() { ReportsActivity = true };
        await JoinAsync("cache-a", "1");
        await PassAsync(0.9 * Options.CacheMissInterval);
        await JoinAsync("cache-a", "2");
        Assert.Equal(["occupied", "miss"], Observer.ActivitiesOn("cache-a"));
        await PassAsync(0.2 * Options.CacheMissInterval);
        await JoinAsync("cache-a", "3");
        Assert.Equal(["occupied", "miss", "miss"], Observer.ActivitiesOn("cache-a"));

        await PublishAsync("1", 0.1 * Options.CacheMissInterval);
        await JoinAsync("cache-a", "4");
        await PassAsync(0.2 * Options.CacheMissInterval);
        await JoinAsync("cache-a", "5");
        Assert.Equal(["occupied", "miss", "miss", "miss"], Observer.ActivitiesOn("cache-a"));
    }

    [Fact]
    public async Task Leave_LostAgainAfterComingBack_GraceBeginsAnew()
    {
        Settings = new() { ReportsActivity = true };
        await JoinAsync(Room, "1", "ann");
        await LeaveAsync(Room, "1", LeaveReason.Disconnected);
        await PassAsync(0.9 * Options.DepartureGrace);
        await JoinAsync(Room, "2", "ann");
        await LeaveAsync(Room, "2", LeaveReason.Disconnected);
        await PassAsync(0.9 * Options.DepartureGrace);
        Assert.Equal(["occupied", "added ann"], Observer.ActivitiesOn(Room));
        await PassAsync(0.2 * Options.DepartureGrace);
        Assert.Equal(["occupied", "added ann", "removed ann", "vacated"], Observer.ActivitiesOn(Room));
    }

    [Fact]
    public async Task Join_NobodyOnAPresenceChannel_CountsAsAConnectionAndIsNoMember()
    {
        Settings = new() { ReportsActivity = true, MaxPresenceMembers = 1 };
        await JoinAsync(Room, "1", "ann");
        JoinResult joined = await JoinAsync(Room, "2");
        Assert.Equal((2, "ann"), (joined.ConnectionCount, Users(joined)));
        await LeaveAsync(Room, "1");
        Assert.Equal(new ChannelOccupancy(1, 0), await OccupancyAsync(Room));
        await LeaveAsync(Room, "2", LeaveReason.Disconnected);
        await PassAsync(Options.DepartureGrace);
        await HeardAsync("+ann  by 1, -ann", Room);
        Assert.Equal(["occupied", "added ann", "removed ann", "vacated"], Observer.ActivitiesOn(Room));
    }
}
