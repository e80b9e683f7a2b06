// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>Users whose connections are on several nodes.</summary>
public sealed class SharedUserTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private StateNode _a = null!, _b = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b) = (new StateNode(_redis.Configuration), new StateNode(_redis.Configuration));
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task SignInAndOut_WatchedOnAnotherNode_IsToldOnceWhenTheLastConnectionIsGone()
    {
        await _a.SignInAsync("bob", "b1");
        await _b.WatchAsync("w", "ann", "bob", "ann");
        await Eventually.EqualAsync("+bob -ann", () => _b.ToldTo("w"));
        await _a.SignInAsync("ann", "1");
        await _b.SignInAsync("ann", "12");
        await _b.SignInAsync("ann", "12");
        await _a.SignOutAsync("ann", "1");
        await _a.SignOutAsync("ann", "1");
        await _a.SignOutAsync("bob", "b1");
        await Eventually.EqualAsync("+bob -ann, +ann, -bob", () => _b.ToldTo("w"));
        await _b.SignOutAsync("ann", "12");
        await Eventually.EqualAsync("+bob -ann, +ann, -bob, -ann", () => _b.ToldTo("w"));
        await Eventually.EqualAsync(string.Empty, KeysOfUsersAsync);
    }

    [Fact]
    public async Task SignIn_BackOnAnotherNodeWithinTheDelay_IsNoNews()
    {
        await _a.WatchAsync("w", "ann", "end");
        await _a.SignInAsync("ann", "1");
        await _a.SignOutAsync("ann", "1");
        await _b.SignInAsync("ann", "2");
        await _b.SignInAsync("end", "3");
        await _b.SignOutAsync("end", "3");
        await Eventually.EqualAsync("-ann -end, +ann, +end, -end", () => _a.ToldTo("w"));
    }

    [Fact]
    public async Task Terminate_AnyNode_IsToldOnEveryNodeOnce()
    {
        await _b.WatchAsync("w", "ann");
        await _a.WatchAsync("w", "ann");
        await _a.Users.TerminateAsync("ann", CancellationToken.None);
        await Eventually.EqualAsync("ann", () => string.Join(' ', _a.UserObserver.Terminated));
        await Eventually.EqualAsync("ann", () => string.Join(' ', _b.UserObserver.Terminated));
    }

    [Fact]
    public async Task Node_Dies_ItsUsersGoOfflineUnlessTheyAreElsewhere()
    {
        await _b.WatchAsync("w", "ann", "bob");
        await _a.SignInAsync("ann", "1");
        await _a.SignInAsync("bob", "2");
        await _b.SignInAsync("bob", "3");
        await _a.DisposeAsync();
        await Eventually.EqualAsync("-ann -bob, +ann, +bob, -ann", () => _b.ToldTo("w"));
    }

    [Fact]
    public async Task Redis_IsAway_OwnUsersComeOnlineAndEverythingIsMadeUpForAfterwards()
    {
        await _a.SignInAsync("ann", "1");
        await _b.WatchAsync("w", "ann", "bob", "cid");
        await _redis.KillAsync();
        await _b.SignInAsync("bob", "2");
        await _a.SignInAsync("cid", "3");
        await _a.SignOutAsync("ann", "1");
        Assert.Equal("+ann -bob -cid, +bob", _b.ToldTo("w"));
        await _redis.StartAsync();

        // Whether two changes come as one depends on when they are read.
        await Eventually.EqualAsync("+ann -bob -cid +bob +cid -ann", () => _b.ToldTo("w").Replace(",", string.Empty, StringComparison.Ordinal));
    }

    private async ValueTask<string> KeysOfUsersAsync() => string.Join(' ', (await _a.Redis.ExecuteAsync(
        RespCommand.Of("KEYS", "bridge:Hub:user:*"), CancellationToken.None)).Items.Select(key => key.ToString()));
}
