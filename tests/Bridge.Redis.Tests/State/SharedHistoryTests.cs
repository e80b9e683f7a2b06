// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Core.Tests.Presence;
using Bridge.Redis.Tests.Backplane;

namespace Bridge.Redis.Tests.State;

/// <summary>Two nodes join and leave at once. A case is named by the seed of its programs; the interleaving is the machine's.</summary>
[Collection(nameof(RedisCollection))]
public sealed class SharedHistoryTests(RedisFixture redis)
{
    private const int Steps = 120;
    private static readonly string[] Rooms = ["presence-a", "presence-b"];
    private static readonly string[] Users = ["ann", "bob", "cid"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinsAndLeaves_TwoNodes_AreHeardAsOneCorrectHistory(int seed)
    {
        string farm = redis.NextFarm();
        await using StateNode a = new(farm), b = new(farm);
        foreach (string room in Rooms)
        {
            // Who has somebody on a channel hears everything of it.
            await a.JoinAsync(room, "watcher-a", "watcher");
            await b.JoinAsync(room, "watcher-b", "watcher");
        }

        Program[] programs = [new(a, "a", seed), new(a, "aa", seed + 1000), new(b, "b", seed + 2000), new(b, "bb", seed + 3000)];
        await Task.WhenAll(programs.Select(program => Task.Run(program.RunAsync))).Within("the programs");

        foreach (string room in Rooms)
        {
            string[] present = [.. programs.SelectMany(program => program.Present).Where(on => on.Key.Room == room).Select(on => on.Value)];
            string[] users = [.. present.Append("watcher").Distinct().Order(StringComparer.Ordinal)];
            Assert.Equal(new ChannelOccupancy(present.Length + 2, users.Length), await a.OccupancyAsync(room));
            foreach (StateNode node in (StateNode[])[a, b])
            {
                await Eventually.EqualAsync(users, () => MembersHeard(node, room));
                ChannelHistory history = new(node.Observer.On(room), $"seed {seed}");
                Assert.Equal(0, node.Observer.Overlaps);
                Assert.All(
                    programs.SelectMany(program => program.Joins).Where(join => join.Room == room && join.Node == node),
                    join => Assert.Equal(
                        join.Result.Members.Select(member => member.UserId).Where(id => id != "watcher"),
                        history.MembersAt(join.Result.Version).Where(id => id != "watcher")));
            }

            string[] reports = [.. a.Observer.ActivitiesOn(room), .. b.Observer.ActivitiesOn(room)];
            Assert.Equal(1, reports.Count(report => report == "occupied"));
            Assert.All(Users, user => Assert.Equal(
                users.Contains(user) ? 1 : 0,
                reports.Count(report => report == $"added {user}") - reports.Count(report => report == $"removed {user}")));
        }
    }

    private static string[] MembersHeard(StateNode node, string room) =>
        [.. new ChannelHistory(node.Observer.On(room), room).MembersAt(long.MaxValue).Append("watcher").Distinct().Order(StringComparer.Ordinal)];

    private sealed class Program(StateNode node, string name, int seed)
    {
        public Dictionary<(string Room, string Connection), string> Present { get; } = [];

        public List<(StateNode Node, string Room, JoinResult Result)> Joins { get; } = [];

        public async Task RunAsync()
        {
            var random = new Random(seed);
            for (int i = 0; i < Steps; i++)
            {
                string room = random.GetItems(Rooms, 1)[0], user = random.GetItems(Users, 1)[0], connection = $"{name}{random.Next(3)}";
                if (random.Next(2) == 0)
                {
                    Joins.Add((node, room, await node.JoinAsync(room, connection, user)));
                    Present.TryAdd((room, connection), user);
                }
                else
                {
                    await node.LeaveAsync(room, connection);
                    Present.Remove((room, connection));
                }
            }
        }
    }
}
