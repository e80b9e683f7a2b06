// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;

namespace Bridge.Redis.Tests.Connections;

/// <summary>Redis lets a node in and refuses its subscriptions: the node tries again without a storm of connections and log lines.</summary>
public sealed class RefusedSubscriptionTests
{
    // Unlike any pause, so that a pause is known from it.
    private const string Timeouts = ",connectTimeout=70000,syncTimeout=70000";
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DeniedPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly RecordedTimers _time = new();
    private volatile string? _refusal;

    [Fact]
    public async Task Subscribe_Refused_PausesGrowAndOneLineIsLogged()
    {
        _refusal = "-ERR no\r\n";
        await using var redis = new FakeRedis(Answer);
        await using var connection = new TestConnection(redis.Configuration + Timeouts, time: _time);
        TimeSpan pause = TimeSpan.Zero;
        for (int i = 0; i < 12; i++)
        {
            pause = await NextPauseAsync();
            _time.Advance(pause);
        }

        Assert.InRange(pause, LongestBackoff / 2, LongestBackoff);
        AssertLoggedOnce(connection);
    }

    [Fact]
    public async Task Subscribe_Denied_IsTriedAgainSlowlyAndSaysWhatIsMissing()
    {
        _refusal = "-NOPERM No permissions to access a channel\r\n";
        await using var redis = new FakeRedis(Answer);
        await using var connection = new TestConnection(redis.Configuration + Timeouts, time: _time);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(DeniedPause, await NextPauseAsync());
            Assert.Contains("lacks a right", connection.Redis.Failure, StringComparison.Ordinal);
            _time.Advance(DeniedPause);
        }

        AssertLoggedOnce(connection);
    }

    [Fact]
    public async Task Subscribe_GrantedAfterAll_BeginsAnew()
    {
        _refusal = "-ERR no\r\n";
        await using var redis = new FakeRedis(Answer);
        await using var connection = new TestConnection(redis.Configuration + Timeouts, time: _time);
        for (int i = 0; i < 8; i++)
        {
            TimeSpan pause = await NextPauseAsync();
            _refusal = i == 7 ? null : _refusal;
            _time.Advance(pause);
        }

        await Eventually.EqualAsync(4, () =>
        {
            _time.Advance(Step);
            return connection.Log.Count("RedisUp");
        });
        Assert.Null(connection.Redis.Failure);

        redis.Disconnect();
        Assert.InRange(await NextPauseAsync(), TimeSpan.Zero, LongestBackoff / 10);
        await connection.Log.WaitForAsync("RedisDown", 3);
    }

    private string Answer(string[] command) => command switch
    {
        ["SUBSCRIBE", ..] => _refusal ?? string.Concat(command[1..].Select((channel, i) => $">3\r\n+subscribe\r\n+{channel}\r\n:{i + 1}\r\n")),
        ["PUBLISH", ..] => ":0\r\n",
        _ => "+PONG\r\n",
    };

    private Task<TimeSpan> NextPauseAsync() => _time.NextAsync(due => (due > TimeSpan.Zero && due <= LongestBackoff) || due == DeniedPause);

    /// <summary>Twice up is no news yet that it will go down the same way again.</summary>
    private static void AssertLoggedOnce(TestConnection connection)
    {
        Assert.Equal(1, connection.Log.Count("RedisDown"));
        Assert.InRange(connection.Log.Count("RedisUp"), 1, 3);
    }
}
