// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Reports;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Sessions;

/// <summary>Clients of many requests, whose node ends: they hear so in their protocol, and come back by themselves.</summary>
public sealed class ReturningClientTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    [Fact]
    public async Task Kill_OwnerOfAThird_AllComeBack()
    {
        await using Crowd crowd = await GatherAsync();

        await Second.KillAsync();
        Keep("kill -9 the owner of fallback sessions, all hear again", await crowd.WaitUntilAllHearAsync(First));
    }

    [Fact]
    public async Task RollingRestart_AllComeBackEachTime()
    {
        await using Crowd crowd = await GatherAsync();
        TimeSpan longest = TimeSpan.Zero;

        foreach (FarmNode node in Farm.Nodes)
        {
            await node.StopAsync();
            TimeSpan back = await crowd.WaitUntilAllHearAsync(node == First ? Third : First);
            longest = back > longest ? back : longest;
            await node.StartAsync();
        }

        Keep("rolling restart, fallback sessions, all hear again", longest);
    }

    private async Task<Crowd> GatherAsync()
    {
        var crowd = new Crowd(Farm);
        await crowd.ComeAsync();
        await crowd.WaitUntilAllHearAsync(First);
        return crowd;
    }

    // How soon clients try again is their own affair.
    private void Keep(string scenario, TimeSpan time) => Farm.Outcomes.Add(new PresenceOutcome(scenario, time));
}
