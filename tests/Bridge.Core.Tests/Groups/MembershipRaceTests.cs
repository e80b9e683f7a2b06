// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Groups;
using Bridge.Core.Presence;
using Bridge.Core.Tests.Hubs;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Tests.Groups;

/// <summary>
/// Joins, leaves, publishes and ends of the same few connections at once, over a shared state that takes time. Afterwards this
/// node's lists and the shared state must agree, and nothing is left when all are gone. A case is named by its seed.
/// </summary>
[Collection(ConcurrencyCollection.Name)]
public sealed class MembershipRaceTests
{
    private const int Threads = 4;
    private const int StepsPerThread = 300;
    private static readonly string[] Groups = ["presence-a", "b", "cache-c"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 15)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinLeavePublish_SameConnectionsOnSeveralThreads_ListsAndStateAgree(int seed)
    {
        await using HubTestHost<PlainHub> host = NewHost();
        TestClient[] clients = await ConnectAsync(host);
        await RunAsync(host, clients, seed, disconnects: false);

        foreach (string group in Groups)
        {
            HubMember[] onList = [.. host.Registry.Members.Where(member => member.TryFind(group, out _))];
            ChannelOccupancy occupancy = await host.Queries.GetOccupancyAsync(group);
            Assert.Equal(onList.Length, occupancy.ConnectionCount);
            await AssertReachesAsync(host, group, clients, onList);
        }

        foreach (TestClient client in clients)
        {
            await client.DisconnectAsync();
        }

        host.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinLeavePublish_ConnectionsEndMeanwhile_LeaveNothing(int seed)
    {
        await using HubTestHost<PlainHub> host = NewHost();
        await RunAsync(host, await ConnectAsync(host), seed, disconnects: true);
        host.AssertNothingIsLeft();

        // The loops' own lists are in order as well: who comes now hears everything once.
        TestClient[] later = await ConnectAsync(host);
        foreach (TestClient client in later)
        {
            await host.Manager.AddToGroupAsync(client.ConnectionId, "b");
        }

        await AssertReachesAsync(host, "b", later, [.. host.Registry.Members]);
    }

    private static HubTestHost<PlainHub> NewHost() => new(
        options => options.Shards = 2, services => services.AddSingleton<IChannelStateFactory, YieldingChannelState.Factory>());

    private static async Task<TestClient[]> ConnectAsync(HubTestHost<PlainHub> host) =>
    [
        await host.AddNativeAsync("ann"), await host.AddNativeAsync("bob"), await host.AddNativeAsync(),
        await host.AddDialectAsync("ann"), await host.AddDialectAsync("cid"), await host.AddDialectAsync(),
    ];

    private static Task RunAsync(HubTestHost<PlainHub> host, TestClient[] clients, int seed, bool disconnects) =>
        ConcurrentRun.OnThreadsAsync(Threads, seed, async (thread, random) =>
        {
            var underWay = new List<Task>();
            for (int i = 0; i < StepsPerThread; i++)
            {
                string group = random.GetItems(Groups, 1)[0];
                string connectionId = random.GetItems(clients, 1)[0].ConnectionId;
                underWay.Add(random.Next(5) switch
                {
                    0 or 1 => host.Manager.AddToGroupAsync(connectionId, group),
                    2 or 3 => host.Manager.RemoveFromGroupAsync(connectionId, group),
                    _ => host.Manager.SendGroupAsync(group, "News", [i]),
                });

                // Now and then the thread waits, so that the program does not run away from the state.
                if (random.Next(10) == 0)
                {
                    await Task.WhenAll(underWay);
                    underWay.Clear();
                }

                // Each thread ends its share of the connections while the others go on with them.
                if (disconnects && i > StepsPerThread / 2 && i % 20 == 0)
                {
                    int next = thread + ((i - (StepsPerThread / 2)) / 20 * Threads);
                    if (next < clients.Length)
                    {
                        underWay.Add(clients[next].DisconnectAsync());
                    }
                }
            }

            await Task.WhenAll(underWay);
        });

    private static async Task AssertReachesAsync(
        HubTestHost<PlainHub> host, string group, TestClient[] clients, HubMember[] expected)
    {
        await host.Manager.SendGroupAsync(group, "Probe", [group]);
        await host.Manager.SendAllAsync("End", [group]);
        foreach (TestClient client in clients)
        {
            int probes = 0;
            string words;
            do
            {
                words = await client.ReadAsync();
                probes += words == $"Probe [\"{group}\"]" ? 1 : 0;
            }
            while (words != $"End [\"{group}\"]");

            Assert.Equal(expected.Count(member => member.ConnectionId == client.ConnectionId), probes);
        }
    }
}
