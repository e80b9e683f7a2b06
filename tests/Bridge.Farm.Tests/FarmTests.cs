// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Bridge.Interop.Tests.Clients;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests;

/// <summary>What every set of tests needs: the farm in good order, and traffic on it.</summary>
[Collection(FarmCollection.Name)]
public abstract class FarmTests(BridgeFarm farm, ITestOutputHelper output) : IAsyncLifetime
{
    private protected BridgeFarm Farm => farm;

    private protected FarmNode First => farm.Nodes[0];

    private protected FarmNode Second => farm.Nodes[1];

    private protected FarmNode Third => farm.Nodes[2];

    public Task InitializeAsync() => farm.RepairAsync();

    public virtual async Task DisposeAsync()
    {
        foreach (FarmNode node in farm.Nodes)
        {
            output.WriteLine($"{node.Name}:\n{node.Log}");
        }

        await farm.Redis.StartAsync();
        await RedisUser.AssertWasDeniedNothingAsync(farm.Redis);
    }

    /// <summary>The next event that the application sent: the numbers of subscriptions come whenever they are ready.</summary>
    private protected static async Task<ReceivedEvent> NextAsync(ITestClient client, string channel)
    {
        ReceivedEvent next;
        while ((next = await client.NextAsync(channel)).Name == TestEvents.SubscriptionCount)
        {
        }

        return next;
    }

    /// <summary>Clients everywhere, and proof that all is well before anything is done to the farm.</summary>
    /// <param name="scenario">What will be done to the farm, for the table.</param>
    /// <param name="throughNginx">The routes that some clients take through nginx.</param>
    /// <param name="channelPrefixes">What the channels' names begin with; none: one with a history and one without.</param>
    private protected async Task<FarmTraffic> StartTrafficAsync(string scenario, ClientRoute[] throughNginx, params string[] channelPrefixes)
    {
        var traffic = new FarmTraffic(farm, scenario, throughNginx, channelPrefixes is [] ? [FarmTraffic.Private, BridgeFarm.HistoryPrefix] : channelPrefixes);
        await traffic.JoinEverywhereAsync();
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        return traffic;
    }
}
