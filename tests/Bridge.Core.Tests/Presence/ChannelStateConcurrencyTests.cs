// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

/// <summary>
/// Lets threads at the state all at once. Few connections on few channels, so that channels get empty and entries are dropped
/// again and again. A case is named by the seed of its threads' programs; the interleaving is the machine's.
/// </summary>
[Collection(ConcurrencyCollection.Name)]
public sealed class ChannelStateConcurrencyTests
{
    private const int Threads = 4;
    private const int StepsPerThread = 400;
    private const int ConnectionsPerThread = 3;
    private static readonly string[] Rooms = ["presence-a", "presence-b"];
    private static readonly string[] Users = ["ann", "bob", "cid"];
    private static readonly string[] Public = ["a", "b"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinsAndLeaves_PresenceChannels_AreHeardAsOneCorrectHistory(int seed)
    {
        ChannelStateHarness channels = new();
        Dictionary<(string Group, string Connection), string> model = [];
        List<(string Group, JoinResult Result)> joins = [];
        await ConcurrentRun.OnThreadsAsync(Threads, seed, (thread, random) =>
        {
            Dictionary<(string, string), string> mine = [];
            List<(string, JoinResult)> joined = [];
            for (int i = 0; i < StepsPerThread; i++)
            {
                string group = random.GetItems(Rooms, 1)[0];
                string connection = $"{thread}.{random.Next(ConnectionsPerThread)}";
                if (random.Next(2) == 0)
                {
                    string user = random.GetItems(Users, 1)[0];
                    joined.Add((group, channels.Join(group, connection, user)));
                    mine.TryAdd((group, connection), user);
                }
                else
                {
                    channels.Leave(group, connection);
                    mine.Remove((group, connection));
                }
            }

            lock (model)
            {
                joins.AddRange(joined);
                foreach ((var key, string user) in mine)
                {
                    model.Add(key, user);
                }
            }

            return Task.CompletedTask;
        });

        Assert.Equal(0, channels.Observer.Overlaps);
        foreach (string group in Rooms)
        {
            string[] present = [.. model.Where(pair => pair.Key.Group == group).Select(pair => pair.Value)];
            ChannelHistory history = new(channels.Observer.On(group), group);
            Assert.Equal(present.Distinct().Order(), history.MembersAt(long.MaxValue).Order());
            Assert.Equal(new ChannelOccupancy(present.Length, present.Distinct().Count()), channels.Occupancy(group));
            Assert.All(joins.Where(join => join.Group == group), join => Assert.Equal(
                history.MembersAt(join.Result.Version), join.Result.Members.Select(member => member.UserId)));
        }

        foreach ((string group, string connection) in model.Keys)
        {
            channels.Leave(group, connection);
        }

        channels.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinsAndLeaves_CountedChannels_AnnounceEveryCountInOrder(int seed)
    {
        ChannelStateHarness channels = new();
        channels.Settings = channels.Settings with { SubscriptionCounts = true };
        List<(string Group, JoinResult Result)> joins = [];
        await ConcurrentRun.OnThreadsAsync(Threads, seed, (thread, random) =>
        {
            List<(string, JoinResult)> joined = [];
            for (int i = 0; i < StepsPerThread; i++)
            {
                string group = random.GetItems(Public, 1)[0];
                joined.Add((group, channels.Join(group, $"{thread}")));
                channels.Leave(group, $"{thread}");
            }

            lock (joins)
            {
                joins.AddRange(joined);
            }

            return Task.CompletedTask;
        });

        Assert.Equal(0, channels.Observer.Overlaps);
        foreach (string group in Public)
        {
            IReadOnlyList<ChannelTransition> news = channels.Observer.On(group);
            ChannelHistory history = new(news, group);
            int before = 0;
            Assert.All(news, transition =>
            {
                Assert.Equal(1, Math.Abs(transition.Count!.Value - before));
                before = transition.Count.Value;
            });
            Assert.Equal(0, before);
            Assert.Equal(2 * joins.Count(join => join.Group == group), news.Count);
            Assert.All(joins.Where(join => join.Group == group), join => Assert.Equal(
                history.CountAt(join.Result.Version), join.Result.ConnectionCount));
        }

        channels.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinsAndLeaves_SameConnectionsOnAllThreads_AreCountedOnce(int seed)
    {
        ChannelStateHarness channels = new();
        await ConcurrentRun.OnThreadsAsync(Threads, seed, (_, random) =>
        {
            for (int i = 0; i < StepsPerThread; i++)
            {
                string connection = random.GetItems(Users, 1)[0];
                if (random.Next(2) == 0)
                {
                    channels.Join(Rooms[0], connection, $"u{random.Next(2)}");
                }
                else
                {
                    channels.Leave(Rooms[0], connection);
                }
            }

            return Task.CompletedTask;
        });

        // Who is left is chance, but the history and the numbers must agree about it.
        ChannelHistory history = new(channels.Observer.On(Rooms[0]), Rooms[0]);
        Assert.Equal(channels.Occupancy(Rooms[0]).UserCount, history.MembersAt(long.MaxValue).Count);
        foreach (string connection in Users)
        {
            channels.Leave(Rooms[0], connection);
        }

        Assert.Empty(new ChannelHistory(channels.Observer.On(Rooms[0]), Rooms[0]).MembersAt(long.MaxValue));
        channels.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task PublishExpireJoin_CacheChannel_JoinersSeeExactlyTheLastPublication(int seed)
    {
        ChannelStateHarness channels = new();
        List<JoinResult> joins = [];
        await ConcurrentRun.OnThreadsAsync(Threads, seed, (thread, random) =>
        {
            for (int i = 0; i < StepsPerThread; i++)
            {
                if (thread == 0)
                {
                    channels.Publish("cache-x", $"{i}", TimeSpan.FromSeconds(1));
                }
                else if (thread == 1)
                {
                    channels.Time.Advance(TimeSpan.FromSeconds(random.Next(2)));
                }
                else
                {
                    JoinResult joined = channels.Join("cache-x", $"{thread}");
                    channels.Leave("cache-x", $"{thread}");
                    lock (joins)
                    {
                        joins.Add(joined);
                    }
                }
            }

            return Task.CompletedTask;
        });

        IReadOnlyList<ChannelTransition> news = channels.Observer.On("cache-x");
        Assert.Equal(Enumerable.Range(0, StepsPerThread).Select(i => $"published {i}"), news.Select(item => item.Words));
        Assert.All(joins.Where(joined => joined.Cached is not null), joined => Assert.Equal(
            news.Last(item => item.Version < joined.Version).Words,
            $"published {Encoding.UTF8.GetString(joined.Cached!.Data.Span)}"));
        channels.Time.Advance(TimeSpan.FromSeconds(1));
        channels.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinsLeavesAndLosses_WhileTheClockRuns_AreReportedAsOneCorrectHistory(int seed)
    {
        ChannelStateHarness channels = new() { Settings = new() { ReportsActivity = true } };
        await ConcurrentRun.OnThreadsAsync(Threads, seed, (thread, random) =>
        {
            for (int i = 0; i < StepsPerThread; i++)
            {
                string connection = $"{thread}.{random.Next(ConnectionsPerThread)}";
                switch (random.Next(thread == 0 ? 4 : 3))
                {
                    case 0:
                        channels.Join(Rooms[0], connection, random.GetItems(Users, 1)[0]);
                        break;
                    case 1:
                        channels.Leave(Rooms[0], connection);
                        break;
                    case 2:
                        channels.Leave(Rooms[0], connection, LeaveReason.Disconnected);
                        break;
                    default:
                        channels.Time.Advance(TimeSpan.FromSeconds(1));
                        break;
                }
            }

            for (int i = 0; i < ConnectionsPerThread; i++)
            {
                channels.Leave(Rooms[0], $"{thread}.{i}", LeaveReason.Disconnected);
            }

            return Task.CompletedTask;
        });

        channels.Time.Advance(channels.Options.DepartureGrace);
        ActivityHistory.AssertFromNothingToNothing(channels.Observer.ActivitiesOn(Rooms[0]));
        channels.AssertNothingIsLeft();
    }
}
