// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

public sealed class CachedEventTests
{
    private const string Channel = "cache-news";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private readonly ChannelStateHarness _channels = new();

    [Fact]
    public void Publish_NobodyOnTheChannel_IsKeptForTheFirstOne()
    {
        _channels.Publish(Channel, "\"a\"", Lifetime);
        JoinResult joined = _channels.Join(Channel, "1");

        ChannelTransition published = Assert.Single(_channels.Observer.On(Channel));
        Assert.Equal("published \"a\"", published.Words);
        Assert.True(published.Version < joined.Version);
        Assert.Equal("news", joined.Cached!.Name);
        Assert.Equal("\"a\"", Data(joined));
    }

    [Fact]
    public void Publish_AfterAJoin_HasAGreaterNumberThanTheJoin()
    {
        JoinResult joined = _channels.Join(Channel, "1");
        Assert.Null(joined.Cached);
        _channels.Publish(Channel, "1", Lifetime);
        Assert.True(_channels.Observer.On(Channel).Single().Version > joined.Version);
    }

    [Fact]
    public void Publish_Again_ReplacesTheEventAndItsLifetime()
    {
        _channels.Publish(Channel, "1", Lifetime);
        _channels.Time.Advance(Lifetime - TimeSpan.FromSeconds(1));
        _channels.Publish(Channel, "2", Lifetime);
        _channels.Time.Advance(Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal("2", Data(_channels.Join(Channel, "1")));
    }

    [Fact]
    public void Publish_ShorterLifetimeThanBefore_ExpiresByTheNewOne()
    {
        _channels.Publish(Channel, "1", Lifetime);
        _channels.Publish(Channel, "2", TimeSpan.FromSeconds(1));
        _channels.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_channels.Join(Channel, "1").Cached);
    }

    [Fact]
    public void Publish_LifetimeIsOver_IsGoneForJoinersAndFromMemory()
    {
        _channels.Publish(Channel, "1", Lifetime);
        _channels.Time.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.NotNull(_channels.Join(Channel, "1").Cached);
        _channels.Leave(Channel, "1");
        Assert.Equal(1, _channels.State.EntryCount);

        _channels.Time.Advance(TimeSpan.FromTicks(1));
        _channels.AssertNothingIsLeft();
        Assert.Null(_channels.Join(Channel, "1").Cached);
    }

    [Fact]
    public void Publish_LifetimeEndsWhileOccupied_ChannelStaysUntilItIsEmpty()
    {
        _channels.Publish(Channel, "1", Lifetime);
        _channels.Join(Channel, "1");
        _channels.Time.Advance(Lifetime);
        Assert.Equal(new ChannelOccupancy(1, 0), _channels.Occupancy(Channel));
        _channels.Leave(Channel, "1");
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Publish_ManyTimesOnManyChannels_WaitsOnceForEachChannelOnOneTimer()
    {
        for (int i = 0; i < 1000; i++)
        {
            _channels.Publish($"cache-{i % 10}", "1", Lifetime);
            _channels.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(10, _channels.State.WaitingCount);
        Assert.Equal(1, _channels.Time.ArmedTimerCount);
        _channels.Time.Advance(Lifetime);
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Publish_NoLifetime_IsDeliveredButNotKept()
    {
        _channels.Publish(Channel, "1", TimeSpan.Zero);
        Assert.Equal(["published 1"], _channels.Observer.WordsOn(Channel));
        _channels.Time.Advance(TimeSpan.Zero);
        _channels.AssertNothingIsLeft();
    }

    private static string Data(JoinResult joined) => Encoding.UTF8.GetString(joined.Cached!.Data.Span);
}
