// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

public sealed class ChannelActivityTests
{
    private const string Room = "presence-room";
    private static readonly TimeSpan Grace = new ChannelStateOptions().DepartureGrace;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly ChannelStateHarness _channels = new() { Settings = new() { ReportsActivity = true } };

    [Fact]
    public void JoinAndLeave_PresenceChannel_AreReportedInTheirOrder()
    {
        _channels.Join(Room, "1", "ann");
        _channels.Join(Room, "2", "ann");
        _channels.Join(Room, "3", "bob");
        _channels.Leave(Room, "1");
        _channels.Leave(Room, "2");
        _channels.Leave(Room, "3");

        AssertReported(Room, "occupied", "added ann", "added bob", "removed ann", "removed bob", "vacated");
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_NamespaceWantsNoReports_NothingIsReported()
    {
        _channels.Settings = new() { SubscriptionCounts = true };

        _channels.Join(Room, "1", "ann");
        _channels.Join("cache-a", "1");
        _channels.Leave(Room, "1", LeaveReason.Disconnected);
        _channels.Leave("cache-a", "1");

        AssertReported(Room);
        AssertReported("cache-a");
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_ChannelOfAUser_NothingIsReported()
    {
        _channels.Join("#server-to-user-ann", "1");
        _channels.Leave("#server-to-user-ann", "1");

        AssertReported("#server-to-user-ann");
    }

    [Fact]
    public void Leave_Disconnected_IsReportedWhenTheGraceHasEnded()
    {
        _channels.Join(Room, "1", "ann");
        _channels.Leave(Room, "1", LeaveReason.Disconnected);

        _channels.Time.Advance(Grace - Moment);
        AssertReported(Room, "occupied", "added ann");

        _channels.Time.Advance(Moment);
        AssertReported(Room, "occupied", "added ann", "removed ann", "vacated");
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_BackWithinTheGrace_NeitherDepartureNorArrivalIsReported()
    {
        _channels.Join(Room, "1", "ann");
        _channels.Leave(Room, "1", LeaveReason.Disconnected);
        _channels.Time.Advance(Grace - Moment);
        _channels.Join(Room, "2", "ann");
        _channels.Time.Advance(Grace);
        AssertReported(Room, "occupied", "added ann");

        _channels.Leave(Room, "2");
        AssertReported(Room, "occupied", "added ann", "removed ann", "vacated");
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_SomebodyElseWithinTheGrace_ChannelStaysOccupied()
    {
        _channels.Join(Room, "1", "ann");
        _channels.Leave(Room, "1", LeaveReason.Disconnected);
        _channels.Join(Room, "2", "bob");
        _channels.Time.Advance(Grace);

        AssertReported(Room, "occupied", "added ann", "added bob", "removed ann");
    }

    [Fact]
    public void Leave_LastOneUnsubscribesWhileAnotherMayBeBack_VacatedWaitsForTheOther()
    {
        _channels.Join(Room, "1", "ann");
        _channels.Join(Room, "2", "bob");
        _channels.Leave(Room, "1", LeaveReason.Disconnected);
        _channels.Leave(Room, "2");
        AssertReported(Room, "occupied", "added ann", "added bob", "removed bob");

        _channels.Time.Advance(Grace);
        AssertReported(Room, "occupied", "added ann", "added bob", "removed bob", "removed ann", "vacated");
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Leave_LostAgainAfterComingBack_TheGraceBeginsAnew()
    {
        _channels.Join(Room, "1", "ann");
        _channels.Leave(Room, "1", LeaveReason.Disconnected);
        _channels.Time.Advance(Grace - Moment);
        _channels.Join(Room, "2", "ann");
        _channels.Leave(Room, "2", LeaveReason.Disconnected);

        _channels.Time.Advance(Grace - Moment);
        AssertReported(Room, "occupied", "added ann");

        _channels.Time.Advance(Moment);
        AssertReported(Room, "occupied", "added ann", "removed ann", "vacated");
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Leave_NoGrace_IsReportedAtOnce()
    {
        _channels.Options.DepartureGrace = TimeSpan.Zero;

        _channels.Join(Room, "1", "ann");
        _channels.Leave(Room, "1", LeaveReason.Disconnected);

        AssertReported(Room, "occupied", "added ann", "removed ann", "vacated");
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_ReportingBeginsOnAChannelInUse_TheHistoryBeginsWithWhoIsThere()
    {
        _channels.Settings = new();
        _channels.Join(Room, "1", "ann");

        _channels.Settings = new() { ReportsActivity = true };
        _channels.Join(Room, "2", "bob");

        AssertReported(Room, "occupied", "added ann", "added bob");
    }

    [Fact]
    public void Join_ReportingEndsWhileADepartureWaits_NothingMoreIsReported()
    {
        _channels.Join(Room, "1", "ann");
        _channels.Leave(Room, "1", LeaveReason.Disconnected);

        _channels.Settings = new();
        _channels.Join(Room, "2", "bob");
        _channels.Leave(Room, "2");
        _channels.Time.Advance(Grace);

        AssertReported(Room, "occupied", "added ann");
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_EmptyCacheChannel_IsOneMissUntilAnIntervalHasPassed()
    {
        TimeSpan interval = _channels.Options.CacheMissInterval;
        _channels.Join("cache-a", "1");
        _channels.Join("cache-a", "2");
        _channels.Time.Advance(interval - Moment);
        _channels.Join("cache-a", "3");
        AssertReported("cache-a", "occupied", "miss");

        _channels.Time.Advance(Moment);
        _channels.Join("cache-a", "4");
        AssertReported("cache-a", "occupied", "miss", "miss");
    }

    [Fact]
    public void Join_CachedEventExpired_IsAMissOfItsOwn()
    {
        TimeSpan lifetime = TimeSpan.FromSeconds(1);
        _channels.Join("cache-a", "1");
        _channels.Publish("cache-a", "x", lifetime);
        _channels.Join("cache-a", "2");
        _channels.Time.Advance(lifetime);
        _channels.Join("cache-a", "3");

        AssertReported("cache-a", "occupied", "miss", "miss");
    }

    [Fact]
    public void JoinAndLeave_CountedChannel_CountsAreReportedBetweenOccupiedAndVacated()
    {
        _channels.Settings = _channels.Settings with { SubscriptionCounts = true };

        _channels.Join("a", "1");
        _channels.Join("a", "2");
        _channels.Leave("a", "1");
        _channels.Leave("a", "2");

        AssertReported("a", "occupied", "count 1", "count 2", "count 1", "count 0", "vacated");
        _channels.AssertNothingIsLeft();
    }

    private void AssertReported(string group, params string[] activities) =>
        Assert.Equal(activities, _channels.Observer.ActivitiesOn(group));
}
