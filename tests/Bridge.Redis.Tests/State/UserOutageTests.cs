// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>Users who come and go, and are terminated, while the state is not shared.</summary>
public sealed class UserOutageTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private HeldConnection _connection = null!;
    private StateNode _a = null!, _b = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b) = (new StateNode(_redis.Configuration, intercept: Intercept), new StateNode(_redis.Configuration));
        await _b.WatchAsync("w", "ann", "bob");
        await _a.SignInAsync("ann", "1");
        await Eventually.EqualAsync("-ann -bob, +ann", () => _b.ToldTo("w"));
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task SignInAndOut_Away_KeepsOneEntryForEachUserThatRedisHas()
    {
        await CutOffAsync();
        for (int i = 0; i < 100; i++)
        {
            await _a.SignInAsync($"u{i}", "2");
            await _a.SignOutAsync($"u{i}", "2");
            await _a.SignInAsync("ann", $"{i}");
            await _a.SignOutAsync("ann", $"{i}");
        }

        Assert.Equal(1, UsersIn(_a));
        Reconnect();
        await Eventually.EqualAsync("-ann -bob, +ann, -ann", () => _b.ToldTo("w"));
        await Eventually.EqualAsync(0, () => UsersIn(_a));
        await Eventually.EqualAsync(string.Empty, KeysAsync);
    }

    [Fact]
    public async Task SignOut_AwayWithAnotherConnectionLeft_StaysOnlineUntilThatEnds()
    {
        await _a.SignInAsync("ann", "2");
        await CutOffAsync();
        await _a.SignOutAsync("ann", "1");
        await _a.SignInAsync("bob", "3");
        Reconnect();
        await Eventually.EqualAsync("-ann -bob, +ann, +bob", () => _b.ToldTo("w"));
        await _a.SignOutAsync("ann", "2");
        await Eventually.EqualAsync("-ann -bob, +ann, +bob, -ann", () => _b.ToldTo("w"));
    }

    [Fact]
    public async Task SignOut_NothingFollowsTheScript_GoesOfflineAllTheSame()
    {
        // The script is all that must arrive: the link may break behind it.
        _connection.BeforeCommand = _ => Task.FromException(new RedisUnavailableException("The test has lost the command."));
        await _a.SignOutAsync("ann", "1");
        await Eventually.EqualAsync("-ann -bob, +ann, -ann", () => _b.ToldTo("w"));
        _connection.BeforeCommand = _ => Task.CompletedTask;
        await Eventually.EqualAsync(string.Empty, KeysAsync);
    }

    [Fact]
    public async Task Terminate_CutOff_IsToldHereAtOnceAndOnTheOthersOnce()
    {
        await CutOffAsync();
        await _a.Users.TerminateAsync("ann", CancellationToken.None);
        Assert.Equal("ann", string.Join(' ', _a.UserObserver.Terminated));
        await Eventually.EqualAsync("ann", () => string.Join(' ', _b.UserObserver.Terminated));

        await _b.Users.TerminateAsync("bob", CancellationToken.None);
        await Eventually.EqualAsync("ann bob", () => string.Join(' ', _a.UserObserver.Terminated));
        Assert.Equal("ann bob", string.Join(' ', _b.UserObserver.Terminated));
    }

    [Fact]
    public async Task Clear_NotShared_IsDoneOrFails()
    {
        string node = (await CommandAsync("KEYS", "bridge:Hub:node:*:users")).Items[0].ToString().Split(':')[3];
        await CutOffAsync();
        await ((ILeasedState)_a.Users).ClearAsync(node, isDead: true, CancellationToken.None).Within("the node to be cleared up after");
        await Eventually.EqualAsync("-ann -bob, +ann, -ann", () => _b.ToldTo("w"));

        await _redis.KillAsync();
        await _a.Log.WaitForAsync("RedisDown");
        await Assert.ThrowsAsync<RedisUnavailableException>(
            () => ((ILeasedState)_a.Users).ClearAsync(node, isDead: true, CancellationToken.None)).Within("the failure");
    }

    private static int UsersIn(StateNode node) => ((RedisUserState)node.Users).UserCount;

    private async Task CutOffAsync()
    {
        _connection.SaidFailure = "The test says so.";
        _connection.SaidInterruptions++;
        await _a.Log.WaitForAsync("StateNotShared");
    }

    private void Reconnect() => _connection.SaidFailure = null;

    /// <summary>All keys of users.</summary>
    private async ValueTask<string> KeysAsync()
    {
        string[] patterns = ["bridge:Hub:node:*:users", "bridge:Hub:user:*", "bridge:Hub:due:users"];
        RespValue[] found = await Task.WhenAll(patterns.Select(pattern => CommandAsync("KEYS", pattern)));
        return string.Join(' ', found.SelectMany(keys => keys.Items).Select(key => key.ToString()));
    }

    private async Task<RespValue> CommandAsync(params string[] words)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        return await connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
    }

    private HeldConnection Intercept(IRedisConnection inner) => _connection = HeldConnection.Around(inner);
}
