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
        await using FarmTraffic traffic = await StartTrafficAsync("stop Redis and start it again");

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
        await using FarmTraffic traffic = await StartTrafficAsync("cut one node off from Redis");
        Reach bothSides = Reaches.EachSideOf(First);

        await traffic.SendAsync(bothSides, midway: () =>
        {
            First.CutOffFromRedis();
            return First.WaitUntilDegradedAsync();
        });
        await traffic.SendAsync(bothSides);
        await traffic.SettleAsync(bothSides);

        First.ConnectToRedis();
        TimeSpan recovery = await traffic.SettleAsync(Reaches.Everybody);
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept(recovery);
    }
}
