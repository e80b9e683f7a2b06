// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Disturbances;

/// <summary>Nodes that end, stand still and come back.</summary>
public sealed class NodeTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    [Fact]
    public async Task Nothing_Happens_EverybodyHearsEverybody()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("three nodes, nothing happens");

        traffic.AssertKept();
    }

    [Fact]
    public async Task Kill_UnderLoad_TheOthersMissNothing()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("kill -9 a node");
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

    [Fact]
    public async Task Freeze_AndWake_DoublesNothing()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("freeze a node (SIGSTOP) and wake it");
        Reach withoutFrozen = Reaches.EverybodyBut(Second);

        await Second.FreezeAsync();
        await traffic.SendAsync(withoutFrozen);
        await Second.WakeAsync();
        TimeSpan recovery = await traffic.SettleAsync(Reaches.Everybody);

        await traffic.SendAsync(Reaches.Everybody);
        await traffic.SettleAsync(Reaches.Everybody);
        traffic.AssertKept(recovery);
    }

    [Fact]
    public async Task RollingRestart_UnderLoad_TheOthersMissNothing()
    {
        await using FarmTraffic traffic = await StartTrafficAsync("rolling restart of all nodes");
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
