// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Disturbances;

/// <summary>Redis ends and comes back, for all nodes or for one.</summary>
public sealed class RedisTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    [Fact]
    public async Task RedisRestarts_UnderLoad_NodesServeTheirOwnClientsThroughout()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("stop Redis and start it again", FarmClients.OneConnection, FarmTraffic.Private);

        await traffic.SendAsync(Reaches.OwnClients, midway: Farm.Redis.KillAsync);
        await Task.WhenAll(Farm.Nodes.Select(node => node.WaitUntilDegradedAsync()));
        await traffic.SendAsync(Reaches.OwnClients);
        await traffic.SettleAsync(Reaches.OwnClients);

        await Farm.Redis.StartAsync();
        TimeSpan recovery = await traffic.SettleAsync(Reaches.Everybody);
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept(recovery);
    }

    [Fact]
    public async Task LineOfOneNodeIsCut_UnderLoad_BothSidesGoOn()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("cut one node off from Redis", FarmClients.OneConnection);
        Reach bothSides = Reaches.EachSideOf(First);

        await traffic.SendAsync(bothSides, kept: Reaches.Everybody, midway: () =>
        {
            First.CutOffFromRedis();
            return First.WaitUntilDegradedAsync();
        });
        await AssertBothSidesAsync(traffic, bothSides);
    }

    /// <summary>Nobody closes a connection: the node has to find out by itself, and the others take it for dead.</summary>
    [Fact]
    public async Task LineOfOneNodeStallsPastItsLease_UnderLoad_BothSidesGoOn()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("stall the line of one node to Redis past its lease", FarmClients.OneConnection);
        Reach bothSides = Reaches.EachSideOf(First);

        await traffic.SendAsync(bothSides, kept: Reaches.Everybody, midway: () => Farm.UntilReapedAsync(First, () =>
        {
            First.StallLineToRedis();
            return First.WaitUntilDegradedAsync();
        }));
        await AssertBothSidesAsync(traffic, bothSides);
    }

    /// <summary>The node is away; it comes back.</summary>
    private async Task AssertBothSidesAsync(FarmTraffic traffic, Reach bothSides)
    {
        await traffic.SendAsync(bothSides, kept: Reaches.Everybody);
        await traffic.SettleAsync(bothSides);

        First.ConnectToRedis();
        TimeSpan recovery = await traffic.SettleAsync(Reaches.Everybody);
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept(recovery);
    }
}
