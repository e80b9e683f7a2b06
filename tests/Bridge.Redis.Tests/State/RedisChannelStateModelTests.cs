// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Core.Tests.Presence;
using Bridge.Redis.Tests.Backplane;

namespace Bridge.Redis.Tests.State;

/// <summary>Compares what two nodes have and report of channels with simple models, over random programs.</summary>
[Collection(nameof(RedisCollection))]
public sealed class RedisChannelStateModelTests : IAsyncDisposable
{
    private const string Room = "presence-cache-room";
    private const string Counted = "counted";
    private const int Grace = 3;
    private const int Lifetime = 2;

    // The models' second. So long that the time that really passes is nothing beside it.
    private static readonly TimeSpan Second = TimeSpan.FromHours(1);

    private readonly StateNode _a, _b;
    private readonly RedisTimeMachine _time;

    public RedisChannelStateModelTests(RedisFixture redis)
    {
        string farm = redis.NextFarm();
        (_a, _b) = (NewNode(farm), NewNode(farm));
        _time = new RedisTimeMachine(_a.Redis, farm);
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task AnyProgram_TwoNodes_AgreeWithTheModel(int seed)
    {
        var random = new Random(seed);
        var model = new ActivityModel(Grace);
        HashSet<string> counted = [];
        List<int> counts = [];
        int now = 0, cachedUntil = 0;
        for (int step = 0; step < 150; step++)
        {
            // A connection stays on the node that it has.
            string connection = $"{random.Next(6)}", user = $"u{random.Next(4)}";
            StateNode node = connection[0] % 2 == 0 ? _a : _b;
            switch (random.Next(8))
            {
                case 0 or 1:
                    JoinResult joined = await node.JoinAsync(Room, connection, user);
                    model.Join(connection, user);
                    Assert.Equal((cachedUntil > now, model.Connections.Count), (joined.Cached is not null, joined.ConnectionCount));
                    break;
                case 2:
                    await node.LeaveAsync(Room, connection);
                    model.Leave(connection, isLost: false);
                    break;
                case 3:
                    await node.LeaveAsync(Room, connection, LeaveReason.Disconnected);
                    model.Leave(connection, isLost: true);
                    break;
                case 4:
                    await node.PublishAsync(Room, $"{step}", Lifetime * Second);
                    cachedUntil = now + Lifetime;
                    break;
                case 5:
                    await node.JoinAsync(Counted, connection);
                    Count(counted.Add(connection));
                    break;
                case 6:
                    await node.LeaveAsync(Counted, connection);
                    Count(counted.Remove(connection));
                    break;
                default:
                    await _time.PassAsync(Second);
                    model.Second();
                    now++;
                    break;
            }

            await AssertAgreesAsync(model, seed, step);
        }

        Assert.Equal(counts.Order().Select(count => $"count {count}"), Reports(Counted).Where(word => word.StartsWith("count", StringComparison.Ordinal)).OrderBy(word => int.Parse(word[6..])));

        void Count(bool hasChanged)
        {
            if (hasChanged)
            {
                counts.Add(counted.Count);
            }
        }
    }

    private static StateNode NewNode(string farm) =>
        new(farm, options => (options.DepartureGrace, options.CacheMissInterval) = (Grace * Second, TimeSpan.FromDays(365)))
        {
            Settings = new ChannelSettings { ReportsActivity = true, SubscriptionCounts = true },
        };

    private async Task AssertAgreesAsync(ActivityModel model, int seed, int step)
    {
        string where = $"seed {seed}, step {step}: ";
        ChannelOccupancy occupancy = await _b.OccupancyAsync(Room);
        Assert.Equal(
            where + new ChannelOccupancy(model.Connections.Count, model.Connections.Values.Distinct().Count()), where + occupancy);

        // Which of the nodes reports the end of a grace is open, so the order between the nodes is.
        Assert.Equal(
            where + string.Join(", ", model.Reports.Order(StringComparer.Ordinal)),
            where + string.Join(", ", Reports(Room).Where(word => word != "miss").Order(StringComparer.Ordinal)));
    }

    private IEnumerable<string> Reports(string group) => _a.Observer.ActivitiesOn(group).Concat(_b.Observer.ActivitiesOn(group));
}
