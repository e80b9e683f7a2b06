// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Channels;

public abstract class PrivateChannelTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task Trigger_FromRest_ReachesSubscriber(ClientKind kind)
    {
        string channel = NewChannel("private-");
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);

        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);

        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
    }

    [Theory]
    [MemberData(nameof(ClientKinds.Pairs), MemberType = typeof(ClientKinds))]
    public async Task ClientEvent_FromOneSubscriber_ReachesOthersButNotItself(ClientKind sender, ClientKind receiver)
    {
        string channel = NewChannel("private-");
        ITestClient left = await ConnectAsync(sender);
        ITestClient right = await ConnectAsync(receiver);
        await left.SubscribeAsync(channel);
        await right.SubscribeAsync(channel);

        await left.TriggerAsync(channel, TestEvents.ClientMessage, Payload.Value);
        Assert.Equal(Payload.On(channel, TestEvents.ClientMessage), await right.NextAsync(channel));

        await right.TriggerAsync(channel, TestEvents.ClientMessage, "an answer");
        Assert.Equal(new ReceivedEvent(channel, TestEvents.ClientMessage, "\"an answer\""), await left.NextAsync(channel));
    }

    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task Subscribe_ForgedSignature_IsRefusedOnTheChannel(ClientKind kind)
    {
        string channel = NewChannel("private-");
        ITestClient client = await ConnectAsync(kind);

        ClientException refusal = await Assert.ThrowsAsync<ClientException>(() => client.SubscribeWithForgedSignatureAsync(channel));

        Assert.Contains("signature", refusal.Message, StringComparison.OrdinalIgnoreCase);
        RestAnswer answer = await Rest.TriggerAsync(channel, TestEvents.Message, "x", new { info = "subscription_count" });
        JsonAssert.Equal("""{"subscription_count":0}""", answer.InfoOf(channel));
    }

    [Theory]
    [InlineData(ClientKind.SignalRJs)]
    [InlineData(ClientKind.SignalRDotNet)]
    public async Task Trigger_NotSubscribed_IsRefused(ClientKind kind)
    {
        ITestClient client = await ConnectAsync(kind);

        await Assert.ThrowsAsync<ClientException>(() => client.TriggerAsync(NewChannel("private-"), TestEvents.ClientMessage, "x"));
    }

    [Theory]
    [InlineData(ClientKind.SignalRJs)]
    [InlineData(ClientKind.SignalRDotNet)]
    public async Task Trigger_OnPublicChannel_IsRefused(ClientKind kind)
    {
        string channel = NewChannel();
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);

        await Assert.ThrowsAsync<ClientException>(() => client.TriggerAsync(channel, TestEvents.ClientMessage, "x"));
    }

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : PrivateChannelTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : PrivateChannelTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : PrivateChannelTests(host, output);
}
