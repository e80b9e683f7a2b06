// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

public sealed class InMemoryChannelStateTests
{
    private const string Room = "presence-room";
    private readonly ChannelStateHarness _channels = new();

    [Fact]
    public void Join_SeveralConnectionsOfAUser_AddTheMemberOnce()
    {
        _channels.Join(Room, "1", "ann", "{\"tab\":1}");
        JoinResult second = _channels.Join(Room, "2", "ann", "{\"tab\":2}");

        Assert.Equal(["+ann {\"tab\":1} by 1"], Words());
        Assert.Equal(2, second.ConnectionCount);
        Assert.Equal([new PresenceMember("ann", "{\"tab\":1}")], second.Members);
    }

    [Fact]
    public void Leave_SeveralConnectionsOfAUser_TheLastOneRemovesTheMember()
    {
        _channels.Join(Room, "1", "ann");
        _channels.Join(Room, "2", "ann");

        _channels.Leave(Room, "1");
        Assert.Equal(new ChannelOccupancy(1, 1), _channels.Occupancy(Room));
        Assert.Equal(["+ann  by 1"], Words());

        _channels.Leave(Room, "2");
        Assert.Equal(new ChannelOccupancy(0, 0), _channels.Occupancy(Room));
        Assert.Equal(["+ann  by 1", "-ann"], Words());
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_FirstConnectionOfAUserGone_InfoStaysUntilAllAreGone()
    {
        _channels.Join(Room, "watcher", "bob");
        _channels.Join(Room, "1", "ann", "1");
        _channels.Join(Room, "2", "ann", "2");
        _channels.Leave(Room, "1");
        Assert.Equal("1", _channels.Join(Room, "watcher", "bob").Members[1].UserInfo);

        _channels.Leave(Room, "2");
        Assert.Equal("3", _channels.Join(Room, "3", "ann", "3").Members[1].UserInfo);
    }

    [Fact]
    public void Join_SeveralUsers_AreListedInJoiningOrder()
    {
        _channels.Join(Room, "1", "cid");
        _channels.Join(Room, "2", "ann");
        _channels.Join(Room, "3", "bob");
        _channels.Join(Room, "4", "cid");
        Assert.Equal(["cid", "ann", "bob"], Users(_channels.Join(Room, "5", "ann")));

        _channels.Leave(Room, "1");
        _channels.Leave(Room, "4");
        Assert.Equal(["ann", "bob", "cid"], Users(_channels.Join(Room, "6", "cid")));
    }

    [Fact]
    public void Join_SameConnectionAgain_ChangesNothingAndReturnsThePresentState()
    {
        JoinResult first = _channels.Join(Room, "1", "ann", "1");
        JoinResult other = _channels.Join(Room, "2", "bob");
        int news = Words().Count();

        JoinResult again = _channels.Join(Room, "1", "mallory", "2");

        Assert.True(first.Version < other.Version);
        Assert.Equal(other.Version, again.Version);
        Assert.Equal(2, again.ConnectionCount);
        Assert.Equal(["ann", "bob"], Users(again));
        Assert.Equal(news, Words().Count());

        _channels.Leave(Room, "1");
        Assert.Equal("-ann", Words().Last());
        Assert.Equal(new ChannelOccupancy(1, 1), _channels.Occupancy(Room));
    }

    [Fact]
    public void Leave_NotOnTheChannel_ChangesNothing()
    {
        _channels.Leave(Room, "1");
        _channels.Join(Room, "1", "ann");
        _channels.Join(Room, "2", "ann");
        _channels.Leave(Room, "1");
        _channels.Leave(Room, "1");
        _channels.Leave(Room, "stranger");

        Assert.Equal(["+ann  by 1"], Words());
        Assert.Equal(new ChannelOccupancy(1, 1), _channels.Occupancy(Room));
    }

    [Fact]
    public async Task Leave_CancelledCaller_LeavesNevertheless()
    {
        _channels.Join(Room, "1", "ann");
        await _channels.State.LeaveAsync(Room, "1", LeaveReason.Unsubscribed, new CancellationToken(canceled: true));
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Join_ChannelIsFull_RefusesNewUsersOnly()
    {
        _channels.Settings = _channels.Settings with { MaxPresenceMembers = 2 };
        _channels.Join(Room, "1", "ann");
        _channels.Join(Room, "2", "bob");

        ChannelRefusedException refusal = await Assert.ThrowsAsync<ChannelRefusedException>(
            () => _channels.State.JoinAsync(_channels.Request(Room, "3", "cid"), CancellationToken.None).AsTask());
        Assert.Equal(ChannelRefusedException.LimitReached, refusal.Type);
        Assert.Equal(4100, refusal.Status);
        Assert.Contains("full", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(new ChannelOccupancy(2, 2), _channels.Occupancy(Room));

        Assert.Equal(3, _channels.Join(Room, "4", "ann").ConnectionCount);
        _channels.Leave(Room, "2");
        Assert.Equal(["ann", "cid"], Users(_channels.Join(Room, "3", "cid")));
    }

    [Fact]
    public async Task Join_RefusedOnAnEmptyChannel_LeavesNothingBehind()
    {
        _channels.Settings = _channels.Settings with { MaxPresenceMembers = 0 };
        await Assert.ThrowsAsync<ChannelRefusedException>(
            () => _channels.State.JoinAsync(_channels.Request(Room, "1", "ann"), CancellationToken.None).AsTask());
        Assert.Empty(Words());
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_MembersLimit_DoesNotHoldForOtherKinds()
    {
        _channels.Settings = _channels.Settings with { MaxPresenceMembers = 1 };
        _channels.Join("private-x", "1");
        JoinResult second = _channels.Join("private-x", "2");
        Assert.Equal(2, second.ConnectionCount);
        Assert.Empty(second.Members);
        Assert.Equal(new ChannelOccupancy(2, 0), _channels.Occupancy("private-x"));
    }

    [Fact]
    public void Join_MemberOnAChannelWithoutPresence_Throws()
    {
        Assert.Throws<ArgumentException>(() => _channels.Join("private-x", "1", "ann"));
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_NoMemberOnAPresenceChannel_IsAConnectionThatNobodyHearsOf()
    {
        _channels.Settings = _channels.Settings with { MaxPresenceMembers = 1 };
        Assert.Empty(_channels.Join(Room, "1").Members);
        Assert.Equal(new ChannelOccupancy(1, 0), _channels.Occupancy(Room));
        Assert.Equal("ann", Assert.Single(_channels.Join(Room, "2", "ann").Members).UserId);

        _channels.Leave(Room, "1");
        _channels.Leave(Room, "2");
        Assert.Equal(["+ann  by 2", "-ann"], _channels.Observer.WordsOn(Room));
        _channels.AssertNothingIsLeft();
    }

    [Fact]
    public void Join_ChannelWasEmptyMeanwhile_VersionsGoOn()
    {
        long first = _channels.Join(Room, "1", "ann").Version;
        _channels.Leave(Room, "1");
        _channels.AssertNothingIsLeft();
        long second = _channels.Join(Room, "1", "ann").Version;

        long[] versions = [.. _channels.Observer.On(Room).Select(news => news.Version)];
        Assert.Equal(3, versions.Length);
        Assert.Equal(first, versions[0]);
        Assert.Equal(second, versions[2]);
        Assert.True(versions[0] < versions[1] && versions[1] < versions[2]);
    }

    [Fact]
    public void Join_FurtherConnectionOfAUser_TakesANumberOfItsOwn()
    {
        long first = _channels.Join(Room, "1", "ann").Version;
        Assert.True(_channels.Join(Room, "2", "ann").Version > first);
    }

    [Fact]
    public void Occupancy_UnknownChannel_IsZeroAndMakesNoEntry()
    {
        Assert.Equal(default, _channels.Occupancy("nobody-here"));
        _channels.AssertNothingIsLeft();
    }

    private IEnumerable<string> Words() => _channels.Observer.WordsOn(Room);

    private static IEnumerable<string> Users(JoinResult result) => result.Members.Select(member => member.UserId);
}
