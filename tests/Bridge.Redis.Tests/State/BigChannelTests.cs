// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>Channels with so many connections on one node that they are brought to Redis, or taken off there, part by part.</summary>
public sealed class BigChannelTests : IAsyncLifetime
{
    private const string Room = "presence-room";
    private const int Users = 20;
    // Long enough for a busy machine not to take a node for dead.
    private static readonly TimeSpan NodeTimeout = TimeSpan.FromSeconds(5);
    private static readonly string[] Everybody = [.. Enumerable.Range(0, Users).Select(User).Order(StringComparer.Ordinal)];
    private RedisServer _redis = null!;
    private DeafProxy _proxy = null!;
    private StateNode _node = null!, _other = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _proxy = DeafProxy.To(_redis);
        (_node, _other) = (NewNode(_proxy.Configuration), NewNode(_redis.Configuration));
        await _other.JoinAsync(Room, "other", User(0));
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _other.DisposeAsync();
        await _proxy.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Link_BreaksOnce_EverythingIsSharedAgainAndNothingIsReported()
    {
        await JoinAsync(2000);
        int times = _node.Log.Count("RedisDown");
        _proxy.Reset();
        await _node.Log.WaitForAsync("RedisDown", times + 1);
        await Eventually.EqualAsync(true, () => _node.Log.Count("StateShared") > 0 && _node.Health.Failure is null);

        Assert.Equal(new ChannelOccupancy(2001, Users), await _other.OccupancyAsync(Room));
        await _node.JoinAsync(Room, "last", "zoe");
        await Eventually.EqualAsync(true, () => _other.Seen(Room).EndsWith("+zoe", StringComparison.Ordinal));
        await LeaveAsync(2000);
        await _node.LeaveAsync(Room, "last");
        await Eventually.EqualAsync(new ChannelOccupancy(1, 1), () => _other.OccupancyAsync(Room));
        await _other.LeaveAsync(Room, "other");
        await Eventually.EqualAsync(Lines(["occupied", "vacated", .. Everybody.Append("zoe").SelectMany(user => new[] { $"added {user}", $"removed {user}" })]), Reports);
    }

    [Fact]
    public async Task Redis_IsAwayWhileAlmostEverybodyLeaves_TheyAreGoneThereAndReportedOnce()
    {
        await JoinAsync(2500);
        _proxy.Close();
        await Eventually.EqualAsync(true, () => _node.Health.Failure is not null);
        await _node.JoinAsync(Room, "new", "zoe");
        await LeaveAsync(2500);
        _proxy.Open();

        await Eventually.EqualAsync(new ChannelOccupancy(2, 2), () => _other.OccupancyAsync(Room));
        await Eventually.EqualAsync(Lines(["occupied", "added zoe", .. Everybody.Select(user => $"added {user}"), .. Everybody.Skip(1).Select(user => $"removed {user}")]), Reports);
        await _node.JoinAsync(Room, "newer", "yan");
        await Eventually.EqualAsync(new ChannelOccupancy(3, 3), () => _other.OccupancyAsync(Room));
    }

    [Fact]
    public async Task Node_Dies_AllItsConnectionsAreTakenOff()
    {
        await JoinAsync(2500);
        await _node.KillAsync();
        await Eventually.EqualAsync(new ChannelOccupancy(1, 1), () => _other.OccupancyAsync(Room));
        await Eventually.EqualAsync(Users - 1, () => _other.Observer.ActivitiesOn(Room).Count(activity => activity.StartsWith("removed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Connection_IsGreaterThanTheBuffer_OnlyItsChannelIsAlone()
    {
        await _node.JoinAsync("presence-huge", "1", "ann", new string('x', 100_000));
        Assert.Equal(2, (await _node.JoinAsync(Room, "1", "zoe")).ConnectionCount);
        await Eventually.EqualAsync(true, () => _node.Health.Failure?.Contains("buffer", StringComparison.Ordinal) == true);
        await Eventually.EqualAsync(new ChannelOccupancy(2, 2), () => _other.OccupancyAsync(Room));
        await _node.LeaveAsync("presence-huge", "1");
        await Eventually.EqualAsync(null, () => _node.Health.Failure);
    }

    private static string User(int number) => $"u{number:00}";

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static StateNode NewNode(string configuration) => new(configuration, bufferBytes: 64 * 1024, nodeTimeout: NodeTimeout);

    private Task JoinAsync(int count) => ForEachAsync(count, i => _node.JoinAsync(Room, $"c{i}", User(i % Users)));

    private Task LeaveAsync(int count) => ForEachAsync(count, i => _node.LeaveAsync(Room, $"c{i}"));

    // So many at a time that they fit into the buffer.
    private static async Task ForEachAsync(int count, Func<int, Task> act)
    {
        foreach (int[] batch in Enumerable.Range(0, count).Chunk(25))
        {
            await Task.WhenAll(batch.Select(act));
        }
    }

    private string Reports() => Lines(_node.Observer.ActivitiesOn(Room).Concat(_other.Observer.ActivitiesOn(Room)));
}
