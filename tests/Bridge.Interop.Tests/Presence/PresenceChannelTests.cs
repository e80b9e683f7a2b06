// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Presence;

public abstract class PresenceChannelTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    [Theory]
    [MemberData(nameof(ClientKinds.Pairs), MemberType = typeof(ClientKinds))]
    public async Task Subscribe_UserComesAndGoes_BothSidesKnow(ClientKind resident, ClientKind visitor)
    {
        string channel = NewChannel("presence-");
        ITestClient ann = await ConnectAsync(resident);
        ITestClient bob = await ConnectAsync(visitor);

        Assert.Equal([TestUser.Ann], (await ann.SubscribeAsync(channel, TestUser.Ann)).Members);
        Assert.Equal([TestUser.Ann, TestUser.Bob], (await bob.SubscribeAsync(channel, TestUser.Bob)).Members);
        Assert.Equal(Added(channel, TestUser.Bob), await ann.NextAsync(channel));

        await bob.UnsubscribeAsync(channel);
        Assert.Equal(Removed(channel, TestUser.Bob), await ann.NextAsync(channel));
    }

    [Theory]
    [MemberData(nameof(ClientKinds.PairsSendingInOrder), MemberType = typeof(ClientKinds))]
    public async Task Subscribe_SecondConnectionOfAUser_IsNoNews(ClientKind firstConnection, ClientKind secondConnection)
    {
        string channel = NewChannel("presence-");
        ITestClient pusher = await ConnectAsync(ClientKind.PusherJs);
        ITestClient signalR = await ConnectAsync(ClientKind.SignalRJs);
        await pusher.SubscribeAsync(channel, TestUser.Ann);
        await signalR.SubscribeAsync(channel, TestUser.Ann);
        ITestClient first = await ConnectAsync(firstConnection);
        ITestClient second = await ConnectAsync(secondConnection);

        await first.SubscribeAsync(channel, TestUser.Bob);
        Assert.Equal([TestUser.Ann, TestUser.Bob], (await second.SubscribeAsync(channel, TestUser.Bob)).Members);
        await second.TriggerAsync(channel, TestEvents.ClientMessage, "both are here");
        await first.UnsubscribeAsync(channel);
        // Answered only when the server is done with the request before.
        await first.SubscribeAsync(NewChannel());
        await second.TriggerAsync(channel, TestEvents.ClientMessage, "one is left");
        await second.UnsubscribeAsync(channel);

        foreach (ITestClient witness in (ITestClient[])[pusher, signalR])
        {
            Assert.Equal(Added(channel, TestUser.Bob), await witness.NextAsync(channel));
            Assert.Equal("\"both are here\"", (await witness.NextAsync(channel)).Data);
            Assert.Equal("\"one is left\"", (await witness.NextAsync(channel)).Data);
            Assert.Equal(Removed(channel, TestUser.Bob), await witness.NextAsync(channel));
        }
    }

    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task ConnectionLost_ForGood_RemovesTheMember(ClientKind kind)
    {
        string channel = NewChannel("presence-");
        ITestClient pusher = await ConnectAsync(ClientKind.PusherJs);
        ITestClient signalR = await ConnectAsync(ClientKind.SignalRJs);
        await pusher.SubscribeAsync(channel, TestUser.Ann);
        await signalR.SubscribeAsync(channel, TestUser.Ann);
        CuttableProxy proxy = Owned(new CuttableProxy(Server));
        ITestClient bob = await ConnectAsync(kind, proxy.Address);
        await bob.SubscribeAsync(channel, TestUser.Bob);
        Assert.Equal(Added(channel, TestUser.Bob), await pusher.NextAsync(channel));
        Assert.Equal(Added(channel, TestUser.Bob), await signalR.NextAsync(channel));

        await proxy.DisposeAsync();

        Assert.Equal(Removed(channel, TestUser.Bob), await pusher.NextAsync(channel));
        Assert.Equal(Removed(channel, TestUser.Bob), await signalR.NextAsync(channel));
    }

    [Theory]
    [MemberData(nameof(ClientKinds.Pairs), MemberType = typeof(ClientKinds))]
    public async Task ClientEvent_OnPresenceChannel_NamesItsSender(ClientKind sender, ClientKind receiver)
    {
        string channel = NewChannel("presence-");
        ITestClient ann = await ConnectAsync(receiver);
        ITestClient bob = await ConnectAsync(sender);
        await bob.SubscribeAsync(channel, TestUser.Bob);
        await ann.SubscribeAsync(channel, TestUser.Ann);

        await bob.TriggerAsync(channel, TestEvents.ClientMessage, Payload.Value);

        Assert.Equal(Payload.On(channel, TestEvents.ClientMessage, TestUser.Bob.Id), await ann.NextAsync(channel));
    }

    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task Subscribe_ForgedSignature_IsRefused(ClientKind kind)
    {
        string channel = NewChannel("presence-");
        ITestClient client = await ConnectAsync(kind);

        await Assert.ThrowsAsync<ClientException>(() => client.SubscribeWithForgedSignatureAsync(channel, TestUser.Ann));

        ITestClient other = await ConnectAsync(ClientKind.PusherJs);
        Assert.Equal([TestUser.Bob], (await other.SubscribeAsync(channel, TestUser.Bob)).Members);
    }

    private static ReceivedEvent Added(string channel, TestUser user) => new(
        channel, TestEvents.MemberAdded,
        $$$"""{"user_id":"{{{user.Id}}}","user_info":{"id":"{{{user.Id}}}","name":"{{{user.Name}}}"}}""");

    private static ReceivedEvent Removed(string channel, TestUser user) =>
        new(channel, TestEvents.MemberRemoved, $$"""{"user_id":"{{user.Id}}"}""");

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : PresenceChannelTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : PresenceChannelTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : PresenceChannelTests(host, output);
}
