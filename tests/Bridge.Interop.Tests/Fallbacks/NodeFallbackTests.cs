// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Fallbacks;

/// <summary>Unmodified pusher-js of each major version in Node.js, with one transport alone.</summary>
/// <remarks>
/// pusher-js sends each message in a request of its own without waiting for the one before: tests in which one client sends
/// twice in a row would depend on which of them arrives first.
/// </remarks>
[Collection(ServerCollection.Name)]
public sealed class NodeFallbackTests(ServerHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    private const int ClientLimit = 256 * 1024;

    private readonly BridgeHost _host = host;

    public static TheoryData<int, string> Clients
    {
        get
        {
            TheoryData<int, string> clients = [];
            foreach (int version in (int[])[3, 4, 7, 8])
            {
                foreach (string transport in (string[])["ws", "xhr_streaming", "xhr_polling"])
                {
                    clients.Add(version, transport);
                }
            }

            return clients;
        }
    }

    public static TheoryData<string> HttpTransports => ["xhr_streaming", "xhr_polling"];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Chat_WithASignalRClient_GoesBothWays(int version, string transport)
    {
        string channel = NewChannel("presence-");
        ITestClient signalR = await ConnectAsync(ClientKind.SignalRDotNet);
        await signalR.SubscribeAsync(channel, TestUser.Bob);
        PusherTestClient pusher = await ConnectAsync(version, transport);

        Assert.Equal([TestUser.Bob, TestUser.Ann], (await pusher.SubscribeAsync(channel, TestUser.Ann)).Members);
        Assert.Equal(TestEvents.MemberAdded, (await signalR.NextAsync(channel)).Name);
        await signalR.TriggerAsync(channel, TestEvents.ClientMessage, Payload.Value);
        Assert.Equal(Payload.Json, (await pusher.NextAsync(channel)).Data);
        await pusher.TriggerAsync(channel, TestEvents.ClientMessage, Payload.Value);
        Assert.Equal(Payload.On(channel, TestEvents.ClientMessage, TestUser.Ann.Id), await signalR.NextAsync(channel));

        await pusher.DisconnectAsync();
        Assert.Equal(TestEvents.MemberRemoved, (await signalR.NextAsync(channel)).Name);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Trigger_FromRest_ReachesEachKindOfChannel(int version, string transport)
    {
        string[] channels = [NewChannel(), NewChannel("private-")];
        PusherTestClient client = await ConnectAsync(version, transport);
        foreach (string channel in channels)
        {
            await client.SubscribeAsync(channel);
        }

        await Rest.TriggerAsync(channels, TestEvents.Message, Payload.Value);

        foreach (string channel in channels)
        {
            Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Connect_UnknownKey_IsRefusedForGood(int version, string transport)
    {
        var app = new { appId = TestApp.Id, key = "no-such-key", secret = TestApp.Secret };

        PusherTestClient client = await CreatePusherAsync(version, transport, Server, TestUser.Ann, app);

        Assert.Equal(4001, (await client.NextErrorAsync()).Code);
        await client.WaitForStateAsync("disconnected");
    }

    /// <summary>Three times what pusher-js takes from one stream before it goes on with the next one.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Stream_OverTheClientsLimit_LosesAndDoublesNothing(int version)
    {
        const int Length = 10_000;
        string channel = NewChannel();
        PusherTestClient client = await ConnectAsync(version, "xhr_streaming");
        string socketId = await client.GetSocketIdAsync();
        await client.SubscribeAsync(channel);

        int count = 3 * ClientLimit / Length;
        for (int number = 0; number < count; number++)
        {
            await Rest.TriggerAsync(channel, TestEvents.Message, number.ToString("D5", null).PadRight(Length, '.'));
        }

        for (int number = 0; number < count; number++)
        {
            Assert.StartsWith($"\"{number:D5}.", (await client.NextAsync(channel)).Data);
        }

        await Rest.TriggerAsync(channel, TestEvents.Fence, "x");
        Assert.Equal(TestEvents.Fence, (await client.NextAsync(channel)).Name);
        Assert.Equal(socketId, await client.GetSocketIdAsync());
    }

    [Theory]
    [MemberData(nameof(HttpTransports))]
    public async Task ServerEnds_AnotherTakesOver_ClientGoesOnThere(string transport)
    {
        string channel = NewChannel("private-");
        IRunningServer first = Owned(await _host.StartForOneTestAsync());
        CuttableProxy proxy = Owned(new CuttableProxy(first.Address));
        PusherTestClient client = await ConnectAsync(8, transport, proxy.Address);
        await client.SubscribeAsync(channel);

        proxy.Server = Server;
        await first.DisposeAsync().AsTask().WithinDeadline("the server should have ended");
        await client.WaitForReconnectionAsync();
        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);

        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
    }

    private async Task<PusherTestClient> ConnectAsync(int version, string transport, Uri? address = null)
    {
        PusherTestClient client = await CreatePusherAsync(version, transport, address ?? Server, TestUser.Ann);
        await client.ConnectAsync();
        return client;
    }
}
