// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Disturbances;

/// <summary>Nodes that end, stand still and come back: what becomes of messages on channels with a history and without.</summary>
public sealed class NodeTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    // Through nginx they come back by themselves. Not the fallbacks of pusher-js: they never learn that a subscription was lost with the node that
    // it went through. And sockjs-client does not see under Node.js that a stream was cut.
    private static readonly ClientRoute[] Returning =
        [.. FarmClients.Routes.Where(route => route.SendsInOrder && route.Name != "sockjs-client xhr-streaming")];

    [Fact]
    public async Task Nothing_Happens_EverybodyHearsEverybody()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("three nodes, nothing happens", FarmClients.Routes);

        traffic.AssertKept();
    }

    [Fact]
    public async Task Kill_UnderLoad_TheOthersMissNothing()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("kill -9 a node", Returning);
        Reach withoutDead = Reaches.EverybodyBut(Second);
        TimeSpan recovery = TimeSpan.Zero;

        await traffic.SendAsync(withoutDead, midway: async () =>
        {
            await Second.KillAsync();
            traffic.Forget(Second);
            recovery = await traffic.SettleAsync(withoutDead);
        });
        await traffic.SettleAsync(withoutDead);

        await Second.StartAsync();
        await traffic.JoinAsync(Second);
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept(recovery);
    }

    /// <summary>The node is taken for dead, and comes back under a new name. Sessions that were between two polls then have run out.</summary>
    [Fact]
    public async Task FreezePastTheLease_AndWake_DoublesNothing()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("freeze a node (SIGSTOP) past its lease and wake it", FarmClients.OneConnection);
        Reach withoutFrozen = Reaches.EachSideOf(Second);

        await Farm.UntilReapedAsync(Second, async () =>
        {
            await Second.FreezeAsync();
            await traffic.SendAsync(withoutFrozen);
        });
        await traffic.SendAsync(withoutFrozen);
        await traffic.SettleAsync(withoutFrozen);

        await Second.WakeAsync();
        TimeSpan recovery = await traffic.SettleAsync(Reaches.Everybody);
        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept(recovery);
    }

    [Fact]
    public async Task RollingRestart_UnderLoad_TheOthersMissNothing()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("rolling restart of all nodes", Returning);
        TimeSpan recovery = TimeSpan.Zero;

        foreach (FarmNode node in Farm.Nodes)
        {
            Reach withoutNode = Reaches.EverybodyBut(node);
            await traffic.SendAsync(withoutNode, midway: async () =>
            {
                await node.StopAsync();
                traffic.Forget(node);
                TimeSpan settled = await traffic.SettleAsync(withoutNode);
                recovery = recovery > settled ? recovery : settled;
            });
            await traffic.SettleAsync(withoutNode);
            await node.StartAsync();
            await traffic.JoinAsync(node);
        }

        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept(recovery);
    }
}
