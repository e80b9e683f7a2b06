// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Bridge.Interop.Tests.Clients;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Messages;

/// <summary>One client on one node, another on another: the data arrive as they were sent, whatever the two are.</summary>
public sealed class AcrossNodesTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    public static TheoryData<ClientKind, ClientKind> Pairs => ClientKinds.PairsOf(FarmClients.Kinds);

    public static TheoryData<ClientKind> Kinds => [.. FarmClients.Kinds];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task ClientEvent_FromAnotherNode_ArrivesUnchanged(ClientKind from, ClientKind to)
    {
        string channel = $"private-{Guid.NewGuid():N}";
        await using ITestClient sender = await ConnectAsync(from, First, channel);
        await using ITestClient receiver = await ConnectAsync(to, Second, channel);

        await sender.TriggerAsync(channel, TestEvents.ClientMessage, Payload.Value);

        Assert.Equal(Payload.On(channel, TestEvents.ClientMessage), await NextAsync(receiver, channel));
        await AssertNothingMoreAsync(sender, channel);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task RestEvent_ThroughEveryNodeInTurn_ReachesTheClientOnce(ClientKind kind)
    {
        string channel = Guid.NewGuid().ToString("N");
        await using ITestClient client = await ConnectAsync(kind, Third, channel);
        RestClient rest = await RestClient.CreateAsync(Farm.Driver, Farm.Entrance);

        foreach (FarmNode _ in Farm.Nodes)
        {
            Assert.Equal(200, (await rest.TriggerAsync(channel, TestEvents.Message, Payload.Value)).Status);
            Assert.Equal(Payload.On(channel, TestEvents.Message), await NextAsync(client, channel));
        }

        await AssertNothingMoreAsync(client, channel);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task RestEvent_ExceptASocketOfAnotherNode_LeavesItOut(ClientKind kind)
    {
        string channel = Guid.NewGuid().ToString("N");
        await using ITestClient left = await ConnectAsync(kind, Second, channel);
        await using ITestClient other = await ConnectAsync(kind, Second, channel);
        RestClient rest = await RestClient.CreateAsync(Farm.Driver, First.Address);

        await rest.TriggerAsync(channel, TestEvents.Message, "not for all", new { socket_id = await left.GetSocketIdAsync() });
        await rest.TriggerAsync(channel, TestEvents.Fence, "for all");

        Assert.Equal(TestEvents.Message, (await NextAsync(other, channel)).Name);
        Assert.Equal(TestEvents.Fence, (await NextAsync(other, channel)).Name);
        Assert.Equal(TestEvents.Fence, (await NextAsync(left, channel)).Name);
    }

    private async Task AssertNothingMoreAsync(ITestClient client, string channel)
    {
        RestClient rest = await RestClient.CreateAsync(Farm.Driver, First.Address);
        await rest.TriggerAsync(channel, TestEvents.Fence, "x");
        Assert.Equal(TestEvents.Fence, (await NextAsync(client, channel)).Name);
    }

    private async Task<ITestClient> ConnectAsync(ClientKind kind, FarmNode node, string channel)
    {
        ITestClient client = await FarmClients.ConnectAsync(Farm.Driver, kind, node.Address);
        await client.SubscribeAsync(channel);
        return client;
    }
}
