// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Users;

namespace Bridge.Core.Tests.Users;

/// <summary>What every user state must do, wherever it is kept. What depends on a clock is tested where the clock is the test's.</summary>
public abstract class UserStateSpecification
{
    private protected abstract IUserState State { get; }

    private protected abstract RecordingUserObserver Observer { get; }

    [Fact]
    public async Task Watch_SomeOnline_TellsThePresentStateAtOnceEachIdOnce()
    {
        await SignInAsync("bob", "b1");
        await WatchAsync("w", "ann", "bob", "ann", "bob");
        await ToldAsync("+bob -ann", "w");
    }

    [Fact]
    public async Task Watch_NobodyListed_TellsNothing()
    {
        await WatchAsync("w");
        await SignInAsync("ann", "a1");
        await WatchAsync("other", "ann");
        await ToldAsync("+ann", "other");
        await ToldAsync(string.Empty, "w");
    }

    [Fact]
    public async Task Watch_ItselfAmongTheUsers_HearsOfItself()
    {
        await SignInAsync("ann", "a1");
        await WatchAsync("a1", "ann");
        await ToldAsync("+ann", "a1");
    }

    [Fact]
    public async Task SignInAndOut_SeveralConnections_AreToldWithTheFirstAndTheLast()
    {
        await WatchAsync("w", "ann");
        await SignInAsync("ann", "a1");
        await SignInAsync("ann", "a1");
        await SignInAsync("ann", "a2");
        await SignOutAsync("ann", "a1");
        await SignInAsync("ann", "a3");
        await SignOutAsync("ann", "a2");
        await ToldAsync("-ann, +ann", "w");
        await SignOutAsync("ann", "a3");
        await ToldAsync("-ann, +ann, -ann", "w");
        await SignInAsync("ann", "a1");
        await ToldAsync("-ann, +ann, -ann, +ann", "w");
    }

    [Fact]
    public async Task SignOut_NotSignedIn_ChangesNothing()
    {
        await WatchAsync("w", "ann", "end");
        await SignOutAsync("ann", "a1");
        await SignInAsync("ann", "a1");
        await SignOutAsync("ann", "a2");
        await SignOutAsync("stranger", "a1");
        await SignInAsync("end", "e1");
        await SignOutAsync("end", "e1");
        await ToldAsync("-ann -end, +ann, +end, -end", "w");
    }

    [Fact]
    public async Task SignOut_CancelledCaller_SignsOutNevertheless()
    {
        await WatchAsync("w", "ann");
        await SignInAsync("ann", "a1");
        await State.SignOutAsync("ann", "a1", new CancellationToken(canceled: true));
        await ToldAsync("-ann, +ann, -ann", "w");
    }

    [Fact]
    public async Task Watch_SecondListOrNone_ReplacesTheFirst()
    {
        await WatchAsync("w", "ann", "bob");
        await WatchAsync("w", "bob", "cid");
        await SignInAsync("ann", "a1");
        await SignInAsync("bob", "b1");
        await SignInAsync("cid", "c1");
        await ToldAsync("-ann -bob, -bob -cid, +bob, +cid", "w");
        await WatchAsync("w");
        await WatchAsync("other", "bob");
        await SignOutAsync("bob", "b1");
        await ToldAsync("+bob, -bob", "other");
        await ToldAsync("-ann -bob, -bob -cid, +bob, +cid", "w");
    }

    [Fact]
    public async Task Unwatch_AnyTimes_EndsTheNews()
    {
        await WatchAsync("w", "ann");
        await WatchAsync("other", "ann");
        State.Unwatch("w");
        State.Unwatch("w");
        State.Unwatch("stranger");
        await SignInAsync("ann", "a1");
        await SignOutAsync("ann", "a1");
        await ToldAsync("-ann, +ann, -ann", "other");
        await ToldAsync("-ann", "w");
    }

    [Fact]
    public async Task Watch_WhileUsersComeAndGo_EachChangeIsToldOnceInOrder()
    {
        string[] users = [.. Enumerable.Range(0, 8).Select(i => $"u{i}")];
        Task coming = Task.WhenAll(users.Select(user => Task.Run(() => SignInAsync(user, user))));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => WatchAsync($"w{i}", users)));
        await coming.Within("all to sign in");
        await SignInAsync("end", "e1");
        for (int i = 0; i < 20; i++)
        {
            string watcher = $"w{i}";
            await WatchAsync(watcher, "end");
            await ToldLastAsync("+end", watcher);
            Assert.Equal(users, Observer.To(watcher).SkipLast(1).SelectMany(news => news.Online).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Observer_CallsBackWhileItHearsNews_GetsTheirNewsAfterwardsInOrder()
    {
        await WatchAsync("w", "ann", "bob");
        Task calling = Task.CompletedTask;
        int calls = 0;
        Observer.OnNews = _ =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                calling = SignInAsync("bob", "b1");
                State.Unwatch("other");
            }
        };
        await SignInAsync("ann", "a1");
        await ToldAsync("-ann -bob, +ann, +bob", "w");
        await calling;
    }

    [Fact]
    public async Task Observer_WaitsForAnotherThreadThatUsesTheState_DoesNotDeadlock()
    {
        await WatchAsync("w", "ann", "bob");
        int calls = 0;
        bool wasFree = false;
        Observer.OnNews = _ =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                wasFree = Task.Run(() => SignInAsync("bob", "b1")).Wait(TimeSpan.FromSeconds(30));
            }
        };
        await SignInAsync("ann", "a1");
        await ToldAsync("-ann -bob, +ann, +bob", "w");
        Assert.True(wasFree, "The state was locked.");
    }

    [Fact]
    public async Task Observer_Throws_TheNextNewsAreToldAgain()
    {
        await WatchAsync("w", "ann", "bob");
        var thrown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Observer.OnNews = _ =>
        {
            Observer.OnNews = static _ => { };
            thrown.SetResult();
            throw new InvalidOperationException("broken");
        };

        // Where the caller tells the news it also gets the exception.
        await SignInAsync("ann", "a1").ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await thrown.Task.Within("the observer to throw");
        await SignInAsync("bob", "b1");
        await ToldAsync("-ann -bob, +bob", "w");
    }

    [Fact]
    public async Task Terminate_IsToldAtOnceAndOnce()
    {
        await SignInAsync("ann", "a1");
        await State.TerminateAsync("ann", CancellationToken.None);
        Assert.Equal(["ann"], Observer.Terminated);

        // All that is on its way for the first has come when the second is there.
        await WatchAsync("w", "ann", "bob");
        await SignInAsync("bob", "b1");
        await ToldAsync("+ann -bob, +bob", "w");
        Assert.Equal(["ann"], Observer.Terminated);
    }

    /// <summary>Waits until a connection was told exactly this. Going offline is not waited for in vain: its delay is over by then.</summary>
    private protected abstract Task ToldAsync(string words, string connectionId);

    /// <summary>Waits until the last that a connection was told is this.</summary>
    private protected abstract Task ToldLastAsync(string words, string connectionId);

    private async Task SignInAsync(string user, string connection) =>
        await State.SignInAsync(user, connection, CancellationToken.None).AsTask().Within($"{user} to sign in");

    private Task SignOutAsync(string user, string connection) =>
        State.SignOutAsync(user, connection, CancellationToken.None).AsTask().Within($"{user} to sign out");

    private Task WatchAsync(string connection, params string[] users) =>
        State.WatchAsync(connection, users, CancellationToken.None).AsTask().Within($"{connection} to watch");
}
