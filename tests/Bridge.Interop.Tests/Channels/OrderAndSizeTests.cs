// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Channels;

public abstract class OrderAndSizeTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    protected override ServerSettings Settings => ServerSettings.Generous;

    [Theory]
    [MemberData(nameof(ClientKinds.Across), MemberType = typeof(ClientKinds))]
    public async Task ClientEvents_TwoThousandInARow_ArriveCompleteAndInOrder(ClientKind sender, ClientKind receiver)
    {
        string channel = NewChannel("private-");
        ITestClient left = await ConnectAsync(sender);
        ITestClient right = await ConnectAsync(receiver);
        await left.SubscribeAsync(channel);
        await right.SubscribeAsync(channel);

        await left.TriggerManyAsync(channel, TestEvents.ClientMessage, 2_000);

        for (int number = 0; number < 2_000; number++)
        {
            Assert.Equal(
                new ReceivedEvent(channel, TestEvents.ClientMessage, $$"""{"number":{{number}}}"""), await right.NextAsync(channel));
        }
    }

    [Theory]
    [MemberData(nameof(ClientKinds.Pairs), MemberType = typeof(ClientKinds))]
    public async Task ClientEvent_OfTwentyKilobytes_ArrivesWhole(ClientKind sender, ClientKind receiver)
    {
        string channel = NewChannel("private-");
        string text = string.Concat(Enumerable.Range(0, 2_000).Select(number => $"{number:D5} äöü"));
        ITestClient left = await ConnectAsync(sender);
        ITestClient right = await ConnectAsync(receiver);
        await left.SubscribeAsync(channel);
        await right.SubscribeAsync(channel);

        await left.TriggerAsync(channel, TestEvents.ClientMessage, new { text });

        Assert.Equal(
            new ReceivedEvent(channel, TestEvents.ClientMessage, $$"""{"text":"{{text}}"}"""), await right.NextAsync(channel));
    }

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : OrderAndSizeTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : OrderAndSizeTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : OrderAndSizeTests(host, output);
}
