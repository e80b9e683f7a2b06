// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>Redis carries a transition out and its answer is lost: what it reports is told all the same, and once.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private const string Room = "presence-room";
    private const string Channel = $"bridge:Hub:channel:{{{Room}}}";
    private RedisServer _redis = null!;
    private DeafProxy _proxy = null!;
    private StateNode _node = null!, _other = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _proxy = DeafProxy.To(_redis);
        (_node, _other) = (NewNode(_proxy.Configuration), NewNode(_redis.Configuration));
        await _node.JoinAsync("presence-other", "1", "ann");
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _other.DisposeAsync();
        await _proxy.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Join_AnswerIsLost_IsReportedOnce()
    {
        _proxy.DropAnswers();
        Task joining = _node.JoinAsync(Room, "1", "ann");
        await Eventually.EqualAsync("1", () => ConnectionsAsync());
        await BreakAsync();
        await joining;
        await Eventually.EqualAsync("added ann, occupied", Reports);

        await _other.JoinAsync(Room, "2", "bob");
        await _node.LeaveAsync(Room, "1");
        await _other.LeaveAsync(Room, "2");
        await AllAreToldAsync("added ann, added bob, occupied, removed ann, removed bob, vacated");
    }

    [Fact]
    public async Task Leave_AnswerIsLost_IsReportedOnce()
    {
        await _node.JoinAsync(Room, "1", "ann");
        _proxy.DropAnswers();
        Task leaving = _node.LeaveAsync(Room, "1");
        await Eventually.EqualAsync(string.Empty, () => ConnectionsAsync());
        await BreakAsync();
        await leaving;

        await AllAreToldAsync("added ann, occupied, removed ann, vacated");
    }

    [Fact]
    public async Task EndOfGrace_AnswerIsLost_IsReportedOnce()
    {
        await using StateNode deaf = NewNode(_redis.Configuration, RedisScripts.Settle);
        await _node.DisposeAsync();
        await _other.DisposeAsync();
        await deaf.JoinAsync(Room, "1", "ann");
        await deaf.LeaveAsync(Room, "1", LeaveReason.Disconnected);

        await Eventually.EqualAsync("occupied, added ann, removed ann, vacated", () => deaf.Reported(Room));
        await Eventually.EqualAsync(0L, () => UnconfirmedReports.CountAsync(_redis.Configuration));
        Assert.Equal(1, deaf.Log.Count("StateNotShared"));
        await deaf.JoinAsync("barrier", "1");
        Assert.Equal(4, deaf.Observer.ActivitiesOn(Room).Count);
    }

    [Fact]
    public async Task ClearingUp_AnswerIsLost_IsReportedOnce()
    {
        await _node.JoinAsync(Room, "1", "ann");
        await _other.DisposeAsync();
        await using StateNode deaf = NewNode(_redis.Configuration, RedisScripts.Clear);
        await deaf.JoinAsync(Room, "2", "bob");
        await _node.KillAsync();

        await Eventually.EqualAsync("added bob, removed ann", () => deaf.Reported(Room));
        await Eventually.EqualAsync(0L, () => UnconfirmedReports.CountAsync(_redis.Configuration));
        Assert.Equal(1, deaf.Log.Count("StateNotShared"));
        await deaf.LeaveAsync(Room, "2");
        Assert.Equal("added bob, removed ann, removed bob, vacated", deaf.Reported(Room));
    }

    [Fact]
    public async Task Join_AnswerIsLostAndTheNodeDies_AnotherOneReportsItOnce()
    {
        _proxy.DropAnswers();
        Task joining = _node.JoinAsync(Room, "1", "ann");
        await Eventually.EqualAsync("1", () => ConnectionsAsync());
        await _node.DisposeAsync();
        await joining;

        await AllAreToldAsync("added ann, occupied, removed ann, vacated");
        Assert.Equal("occupied, added ann, removed ann, vacated", _other.Reported(Room));
    }

    [Fact]
    public async Task Node_IsKilledWhenEverythingIsConfirmed_NothingIsReportedTwice()
    {
        await _node.JoinAsync(Room, "1", "ann");
        await _node.LeaveAsync(Room, "1");
        await _node.KillAsync();
        await _other.Log.WaitForAsync("NodeReaped");
        await AllAreToldAsync("added ann, occupied, removed ann, vacated");
    }

    /// <summary>Makes a node.</summary>
    /// <param name="configuration">Its way to Redis.</param>
    /// <param name="deafTo">The script whose first answer is lost.</param>
    private static StateNode NewNode(string configuration, RedisScript? deafTo = null)
    {
        int answers = 0;
        return new StateNode(
            configuration, intercept: redis => new InterceptedConnection(redis, answers: script => script != deafTo || answers++ > 0));
    }

    private async Task BreakAsync()
    {
        int times = _node.Log.Count("RedisDown");
        _proxy.Reset();
        await _node.Log.WaitForAsync("RedisDown", times + 1);
    }

    /// <summary>Waits until this is what was told, and nothing is left that somebody could tell.</summary>
    private async Task AllAreToldAsync(string words)
    {
        await Eventually.EqualAsync(words, Reports);
        await Eventually.EqualAsync(0L, () => UnconfirmedReports.CountAsync(_redis.Configuration));
        await _other.JoinAsync("barrier", "1");
        Assert.Equal(words, Reports());
    }

    private async ValueTask<string> ConnectionsAsync() => (await CommandAsync("HGET", Channel, "connections")) is { IsNull: false } count ? count.ToString() : string.Empty;

    private async Task<RespValue> CommandAsync(params string[] words)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        return await connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
    }

    private string Reports() => string.Join(", ", _node.Observer.ActivitiesOn(Room).Concat(_other.Observer.ActivitiesOn(Room)).Order(StringComparer.Ordinal));
}
