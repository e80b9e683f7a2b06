// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Farm;

/// <summary>Unmodified clients behind a load balancer that knows nothing of sessions: each request goes to another node.</summary>
[Collection(FarmCollection.Name)]
public sealed class RoundRobinTests(FarmHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    private const int Rounds = 10;

    private readonly FarmHost _host = host;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task SignalR_WithNegotiateAndOneTransport_GoesBothWays(int transport)
    {
        NodeHubLink link = await NodeHubLink.CreateAsync(_host.Node, new Uri(Server, "/hub"), transport: transport);
        HubTestClient client = Owned(new HubTestClient(link, $"signalr {transport}"));
        await link.ConnectAsync();
        await ChatAsync(client);
    }

    [Theory]
    [InlineData(4, "xhr_streaming")]
    [InlineData(4, "xhr_polling")]
    [InlineData(8, "ws")]
    [InlineData(8, "xhr_streaming")]
    [InlineData(8, "xhr_polling")]
    public async Task PusherJs_OneTransport_GoesBothWays(int version, string transport)
    {
        PusherTestClient client = await CreatePusherAsync(version, transport, Server, TestUser.Ann);
        await client.ConnectAsync();
        await ChatAsync(client);
    }

    [Theory]
    [InlineData("websocket")]
    [InlineData("xhr-streaming")]
    [InlineData("eventsource")]
    [InlineData("xhr-polling")]
    public async Task SockJSClient_OneTransport_GoesBothWays(string transport)
    {
        NodeHubLink link = await NodeHubLink.CreateAsync(_host.Node, new Uri(Server, "/sockjs"), transport);
        HubTestClient client = Owned(new HubTestClient(link, transport));
        await link.ConnectAsync();
        await ChatAsync(client);
    }

    private async Task ChatAsync(ITestClient client)
    {
        string channel = NewChannel("private-");
        ITestClient other = await ConnectAsync(ClientKind.PusherJs);
        await client.SubscribeAsync(channel);
        await other.SubscribeAsync(channel);
        for (int i = 0; i < Rounds; i++)
        {
            await other.TriggerAsync(channel, TestEvents.ClientMessage, Payload.Value);
            Assert.Equal(Payload.On(channel, TestEvents.ClientMessage), await client.NextAsync(channel));
            await client.TriggerAsync(channel, TestEvents.ClientMessage, Payload.Value);
            Assert.Equal(Payload.On(channel, TestEvents.ClientMessage), await other.NextAsync(channel));
        }

        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);
        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
    }
}
