// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Users;

namespace Bridge.Core.Tests.Users;

/// <summary>What the state in memory does by its clock, and what it keeps; for everything else see <see cref="UserStateSpecification"/>.</summary>
public sealed class InMemoryUserStateTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingUserObserver _observer = new();
    private readonly InMemoryUserState _users;

    public InMemoryUserStateTests() => _users = new InMemoryUserState(_observer, Delay, _time);

    [Fact]
    public async Task Watch_NobodyListed_TellsAndKeepsNothing()
    {
        await Watch("w");
        Assert.Empty(Told());
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task SignOut_LastConnection_IsToldAfterTheDelay()
    {
        await Watch("w", "ann");
        await SignIn("ann", "a1");
        await SignIn("ann", "a2");
        await SignOut("ann", "a1");
        _time.Advance(Delay);
        Assert.Equal(["-ann", "+ann"], Told());

        await SignOut("ann", "a2");
        _time.Advance(Delay - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["-ann", "+ann"], Told());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["-ann", "+ann", "-ann"], Told());

        _users.Unwatch("w");
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task SignIn_BackWithinTheDelay_IsNoNews()
    {
        await Watch("w", "ann");
        await SignIn("ann", "a1");
        await SignOut("ann", "a1");
        _time.Advance(TimeSpan.FromSeconds(2));
        await SignIn("ann", "a2");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["-ann", "+ann"], Told());
    }

    [Fact]
    public async Task SignOut_AgainAfterComingBack_StartsTheDelayAnew()
    {
        await Watch("w", "ann");
        await SignIn("ann", "a1");
        await SignOut("ann", "a1");
        _time.Advance(TimeSpan.FromSeconds(2));
        await SignIn("ann", "a2");
        await SignOut("ann", "a2");

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["-ann", "+ann"], Told());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["-ann", "+ann", "-ann"], Told());
        Assert.Equal(0, _users.WaitingCount);
    }

    [Fact]
    public async Task SignOut_Twice_DoesNotProlongTheDelay()
    {
        await Watch("w", "ann");
        await SignIn("ann", "a1");
        await SignOut("ann", "a1");
        _time.Advance(TimeSpan.FromSeconds(2));
        await SignOut("ann", "a1");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("-ann", Told().Last());
    }

    [Fact]
    public async Task SignOut_CancelledCaller_SignsOutNevertheless()
    {
        await SignIn("ann", "a1");
        await _users.SignOutAsync("ann", "a1", new CancellationToken(canceled: true));
        _time.Advance(Delay);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task SignOut_SeveralUsersAtOneInstant_ComeAsOneEventForEachWatcherOnOneTimer()
    {
        string[] ids = [.. Enumerable.Range(10, 20).Select(i => $"u{i}")];
        await Watch("all", ids);
        await Watch("one", "u12", "else");
        foreach (string id in ids)
        {
            await SignIn(id, "c" + id);
        }

        foreach (string id in ids)
        {
            await SignOut(id, "c" + id);
        }

        Assert.Equal(1, _time.ArmedTimerCount);
        int before = _observer.To("all").Count;
        _time.Advance(Delay);

        Assert.Equal(before + 1, _observer.To("all").Count);
        Assert.Equal(ids, _observer.To("all")[^1].Offline.Order());
        Assert.Empty(_observer.To("all")[^1].Online);
        Assert.Equal(["-u12 -else", "+u12", "-u12"], _observer.WordsTo("one"));
        Assert.Equal(0, _time.ArmedTimerCount);
    }

    [Fact]
    public async Task Watch_UserLeftWithinTheDelay_StillCountsAsOnline()
    {
        await SignIn("ann", "a1");
        await SignOut("ann", "a1");
        await Watch("w", "ann");
        _time.Advance(Delay);
        Assert.Equal(["+ann", "-ann"], Told());
    }

    [Fact]
    public async Task Unwatch_AnyTimes_EndsTheNewsAndForgetsUsersWhoAreOffline()
    {
        await Watch("w", "ann", "bob");
        await SignIn("ann", "a1");
        _users.Unwatch("w");
        _users.Unwatch("w");
        _users.Unwatch("stranger");
        Assert.Equal((1, 0), _users.EntryCounts);

        await SignIn("bob", "b1");
        await SignOut("bob", "b1");
        await SignOut("ann", "a1");
        _time.Advance(Delay);
        Assert.Equal(["-ann -bob", "+ann"], Told());
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task SignOut_NoDelay_IsToldAtTheNextTick()
    {
        InMemoryUserState users = new(_observer, TimeSpan.Zero, _time);
        await users.WatchAsync("w", ["ann"], CancellationToken.None);
        await users.SignInAsync("ann", "a1", CancellationToken.None);
        await users.SignOutAsync("ann", "a1", CancellationToken.None);
        _time.Advance(TimeSpan.Zero);
        Assert.Equal(["-ann", "+ann", "-ann"], Told());
    }

    private Task SignIn(string user, string connection) => _users.SignInAsync(user, connection, CancellationToken.None).AsTask();

    private Task SignOut(string user, string connection) => _users.SignOutAsync(user, connection, CancellationToken.None).AsTask();

    private Task Watch(string connection, params string[] users) =>
        _users.WatchAsync(connection, users, CancellationToken.None).AsTask();

    private IEnumerable<string> Told() => _observer.WordsTo("w");

    private void AssertNothingIsLeft()
    {
        Assert.Equal((0, 0), _users.EntryCounts);
        Assert.Equal(0, _users.WaitingCount);
        Assert.Equal(0, _time.ArmedTimerCount);
    }
}
