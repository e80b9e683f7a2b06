// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Disturbances;

/// <summary>What happens to Redis and to the lines to it, on a channel with a history: nobody misses anything.</summary>
public sealed class HistoryTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    [Fact]
    public async Task Nothing_Happens_EverybodyHearsEverybody()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("history: three nodes, nothing happens", BridgeFarm.HistoryPrefix);
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept();
    }

    [Fact]
    public async Task RedisRestarts_UnderLoad_EverythingReachesEverybodyAfterwards()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("history: stop Redis and start it again", BridgeFarm.HistoryPrefix);

        await traffic.SendAsync(Reaches.Everybody, midway: Farm.Redis.KillAsync);
        await Task.WhenAll(Farm.Nodes.Select(node => node.WaitUntilDegradedAsync()));
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.OwnClients);

        await Farm.Redis.StartAsync();
        TimeSpan recovery = await traffic.SettleAsync(Reaches.Everybody);
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept(recovery);
    }

    [Fact]
    public async Task LineOfOneNodeIsCut_UnderLoad_EverythingReachesEverybodyAfterwards()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("history: cut one node off from Redis", BridgeFarm.HistoryPrefix);

        await traffic.SendAsync(Reaches.Everybody, midway: () =>
        {
            First.CutOffFromRedis();
            return First.WaitUntilDegradedAsync();
        });
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.EachSideOf(First));

        First.ConnectToRedis();
        TimeSpan recovery = await traffic.SettleAsync(Reaches.Everybody);
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept(recovery);
    }
}
