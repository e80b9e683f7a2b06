// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

public sealed class SubscriptionCountTests
{
    private const string Channel = "news";
    private readonly ChannelStateHarness _channels = new();

    public SubscriptionCountTests() => _channels.Settings = _channels.Settings with { SubscriptionCounts = true };

    [Fact]
    public void JoinAndLeave_SmallChannel_AnnounceEveryCountUnderTheirNumber()
    {
        long first = _channels.Join(Channel, "1").Version;
        long second = _channels.Join(Channel, "2").Version;
        _channels.Join(Channel, "2");
        _channels.Leave(Channel, "1");
        _channels.Leave(Channel, "1");
        _channels.Leave(Channel, "2");

        IReadOnlyList<ChannelTransition> news = _channels.Observer.On(Channel);
        Assert.Equal(["count 1", "count 2", "count 1", "count 0"], news.Select(item => item.Words));
        Assert.Equal([first, second], news.Take(2).Select(item => item.Version));
        _channels.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("presence-room", true)]
    [InlineData(Channel, false)]
    public void JoinAndLeave_PresenceOrSwitchedOff_AnnounceNoCount(string group, bool isOn)
    {
        _channels.Settings = _channels.Settings with { SubscriptionCounts = isOn };
        _channels.Join(group, "1", group == Channel ? null : "ann");
        _channels.Leave(group, "1");
        Assert.DoesNotContain(_channels.Observer.On(group), news => news.Count is not null);
    }

    [Fact]
    public void Join_SettingChangedMeanwhile_LatestJoinDecides()
    {
        _channels.Join(Channel, "1");
        _channels.Settings = _channels.Settings with { SubscriptionCounts = false };
        _channels.Join(Channel, "2");
        _channels.Leave(Channel, "1");
        Assert.Equal(["count 1"], _channels.Observer.WordsOn(Channel));
    }

    [Fact]
    public void Join_BigChannel_AnnouncesAtMostEveryFiveSecondsAndTheLastCountAlways()
    {
        Fill(100);
        Assert.Equal("count 100", LastWords());

        Fill(160);
        Assert.Equal("count 100", LastWords());
        _channels.Time.Advance(TimeSpan.FromSeconds(4.999));
        _channels.Leave(Channel, "0");
        Assert.Equal("count 100", LastWords());

        _channels.Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal("count 159", LastWords());

        _channels.Join(Channel, "0");
        _channels.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("count 160", LastWords());
        Assert.Equal(102, _channels.Observer.On(Channel).Count);
        AssertVersionsGrow();
    }

    [Fact]
    public void Join_BigChannelAtRest_HasNoTimerAndAnnouncesTheNextChangeAtOnce()
    {
        Fill(150);
        _channels.Time.Advance(TimeSpan.FromSeconds(5));
        int announced = _channels.Observer.On(Channel).Count;
        Assert.Equal(0, _channels.Time.ArmedTimerCount);

        _channels.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(announced, _channels.Observer.On(Channel).Count);
        _channels.Join(Channel, "next");
        Assert.Equal("count 151", LastWords());
    }

    [Fact]
    public void Join_CountIsBackWhereItWas_IsAnnouncedForThoseWhoAreNew()
    {
        Fill(150);
        _channels.Time.Advance(TimeSpan.FromSeconds(5));
        _channels.Join(Channel, "a");
        _channels.Leave(Channel, "a");
        _channels.Join(Channel, "b");
        int announced = _channels.Observer.On(Channel).Count;

        _channels.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("count 151", LastWords());
        Assert.Equal(announced + 1, _channels.Observer.On(Channel).Count);
    }

    [Fact]
    public void Leave_BigChannelBecomesSmall_AnnouncesAtOnceAndTheHeldCountIsDropped()
    {
        Fill(102);
        _channels.Leave(Channel, "0");
        _channels.Leave(Channel, "1");
        Assert.Equal("count 100", LastWords());
        int announced = _channels.Observer.On(Channel).Count;
        _channels.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(announced, _channels.Observer.On(Channel).Count);
    }

    [Fact]
    public void Join_SmallForAMomentWhileACountIsHeld_IntervalStartsAnew()
    {
        Fill(101);
        _channels.Time.Advance(TimeSpan.FromSeconds(3));
        _channels.Leave(Channel, "0");
        Assert.Equal("count 100", LastWords());
        _channels.Join(Channel, "0");

        _channels.Time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.Equal("count 100", LastWords());
        _channels.Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal("count 101", LastWords());
    }

    [Fact]
    public void Leave_EverybodyFromABigChannel_NothingIsLeftOrSaidAfterwards()
    {
        Fill(150);
        for (int i = 0; i < 150; i++)
        {
            _channels.Leave(Channel, $"{i}");
        }

        Assert.Equal("count 0", LastWords());
        Assert.Equal(0, _channels.State.EntryCount);
        int announced = _channels.Observer.On(Channel).Count;
        _channels.Time.Advance(SubscriptionCountAnnouncer.Interval);
        Assert.Equal(announced, _channels.Observer.On(Channel).Count);
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_ManyBigChannels_ShareOneTimer()
    {
        for (int i = 0; i < 20; i++)
        {
            Fill(120, $"news-{i}");
        }

        Assert.Equal(20, _channels.State.WaitingCount);
        Assert.Equal(1, _channels.Time.ArmedTimerCount);
        _channels.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal("count 120", _channels.Observer.WordsOn($"news-{i}").Last()));
    }

    private void Fill(int connections, string group = Channel)
    {
        for (int i = _channels.Occupancy(group).ConnectionCount; i < connections; i++)
        {
            _channels.Join(group, $"{i}");
        }
    }

    private string LastWords() => _channels.Observer.WordsOn(Channel).Last();

    private void AssertVersionsGrow()
    {
        long[] versions = [.. _channels.Observer.On(Channel).Select(news => news.Version)];
        Assert.Equal(versions.Distinct().Order(), versions);
    }
}
