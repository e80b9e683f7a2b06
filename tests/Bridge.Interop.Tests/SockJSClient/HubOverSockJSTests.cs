// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.SockJSClient;

/// <summary>The unmodified @microsoft/signalr through the unmodified sockjs-client, by the adapter of the sample.</summary>
[Collection(ServerCollection.Name)]
public sealed class HubOverSockJSTests(ServerHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    private readonly ServerHost _host = host;

    public static TheoryData<string> Transports => ["websocket", "xhr-streaming", "eventsource", "xhr-polling"];

    protected override ServerSettings Settings => ServerSettings.Generous;

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Trigger_BothWays_ReachesTheOtherClient(string transport)
    {
        string channel = NewChannel("private-");
        ITestClient client = await ConnectOverSockJSAsync(transport, Server);
        ITestClient pusher = await ConnectAsync(ClientKind.PusherJs);
        await client.SubscribeAsync(channel);
        await pusher.SubscribeAsync(channel);

        await pusher.TriggerAsync(channel, TestEvents.ClientMessage, Payload.Value);
        Assert.Equal(Payload.On(channel, TestEvents.ClientMessage), await client.NextAsync(channel));
        await client.TriggerAsync(channel, TestEvents.ClientMessage, Payload.Value);
        Assert.Equal(Payload.On(channel, TestEvents.ClientMessage), await pusher.NextAsync(channel));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task ConnectionLost_ClientComesBack_ReceivesOnItsChannels(string transport)
    {
        string channel = NewChannel("presence-");
        CuttableProxy proxy = Owned(new CuttableProxy(Server));
        ITestClient client = await ConnectOverSockJSAsync(transport, proxy.Address);
        await client.SubscribeAsync(channel, TestUser.Ann);

        proxy.Cut();
        await client.WaitForReconnectionAsync();
        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);
        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Trigger_ManyEvents_ComeInOrder(string transport)
    {
        const int Count = 200;
        string channel = NewChannel("private-");
        ITestClient client = await ConnectOverSockJSAsync(transport, Server);
        ITestClient sender = await ConnectAsync(ClientKind.SignalRJs);
        await client.SubscribeAsync(channel);
        await sender.SubscribeAsync(channel);

        await sender.TriggerManyAsync(channel, TestEvents.ClientMessage, Count);
        for (int number = 0; number < Count; number++)
        {
            Assert.Equal($$"""{"number":{{number}}}""", (await client.NextAsync(channel)).Data);
        }
    }

    private async Task<ITestClient> ConnectOverSockJSAsync(string transport, Uri address)
    {
        NodeHubLink link = await NodeHubLink.CreateAsync(_host.Node, new Uri(address, "/sockjs"), transport);
        HubTestClient client = Owned(new HubTestClient(link, transport));
        await link.ConnectAsync();
        return client;
    }
}
