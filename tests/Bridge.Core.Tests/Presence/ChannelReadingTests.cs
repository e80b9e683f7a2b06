// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

public sealed class ChannelReadingTests
{
    private readonly ChannelStateHarness _channels = new();

    [Fact]
    public async Task ListOccupied_SomeChannels_ListsThoseWithThePrefixAndTheirNumbers()
    {
        _channels.Join("presence-a", "1", "ann");
        _channels.Join("presence-a", "2", "ann");
        _channels.Join("presence-b", "1", "ann");
        _channels.Join("Presence-c", "1");
        _channels.Join("other", "1");

        Dictionary<string, ChannelOccupancy> listed = await _channels.ListAsync("presence-");

        Assert.Equal(
            new Dictionary<string, ChannelOccupancy> { ["presence-a"] = new(2, 1), ["presence-b"] = new(1, 1) }, listed);
        Assert.Equal(4, (await _channels.ListAsync()).Count);
        Assert.Empty(await _channels.ListAsync("nobody"));
    }

    [Fact]
    public async Task ListOccupied_ChannelsThatAreEmpty_AreLeftOut()
    {
        _channels.Join("left", "1");
        _channels.Leave("left", "1");
        _channels.Publish("cache-kept", "1", TimeSpan.FromMinutes(1));

        Assert.Empty(await _channels.ListAsync());
    }

    [Fact]
    public async Task ListOccupied_ChannelsComeAndGoMeanwhile_ListsEachThatStaysOnce()
    {
        const int Staying = 500;
        for (int i = 0; i < Staying; i++)
        {
            _channels.Join($"stay-{i}", "1");
        }

        List<string> listed = [];
        await foreach (OccupiedChannel channel in _channels.State.ListOccupiedAsync("stay-", CancellationToken.None))
        {
            // New channels make the table grow while it is read.
            listed.Add(channel.Group);
            _channels.Join($"new-{listed.Count}", "1");
            _channels.Leave($"new-{listed.Count - 1}", "1");
        }

        Assert.Equal(Staying, listed.Count);
        Assert.Equal(Staying, listed.Distinct().Count());
    }

    [Fact]
    public async Task ListOccupied_Cancelled_Ends()
    {
        _channels.Join("room", "1");

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
            await _channels.State.ListOccupiedAsync("", new CancellationToken(canceled: true)).CountAsync());
    }

    [Fact]
    public void GetMembers_SeveralConnectionsOfAUser_ListsUsersOnceInTheirOrder()
    {
        _channels.Join("presence-room", "1", "bob", "{\"n\":1}");
        _channels.Join("presence-room", "2", "ann");
        _channels.Join("presence-room", "3", "bob");

        Assert.Equal([new PresenceMember("bob", "{\"n\":1}"), new PresenceMember("ann", null)], _channels.Members("presence-room"));
        Assert.Empty(_channels.Members("presence-empty"));
    }

    [Fact]
    public void GetCached_WhileItLives_TellsTheRemainingTime()
    {
        _channels.Publish("cache-news", "\"a\"", TimeSpan.FromMinutes(30));
        _channels.Time.Advance(TimeSpan.FromMinutes(10));

        KeptEvent kept = _channels.Cached("cache-news")!;

        Assert.Equal(("news", TimeSpan.FromMinutes(20)), (kept.Event.Name, kept.TimeToLive));
        _channels.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Null(_channels.Cached("cache-news"));
        Assert.Null(_channels.Cached("cache-empty"));
    }
}
