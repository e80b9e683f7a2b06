// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Mirror;

/// <summary>Two server processes, one as the old service, with real clients on both: what either publishes reaches all of them once, in order.</summary>
[Collection(ServerCollection.Name)]
public sealed class DualRunTests(ServerHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    private const int Count = 50;

    private readonly ServerHost _host = host;

    [Fact]
    public async Task Publish_OnEitherSide_ReachesTheClientsOfBothOnceInOrder()
    {
        Pair pair = await StartAsync();
        pair.Webhooks.Times = 3;
        RestClient backEnd = await RestClient.CreateAsync(_host.Node, pair.Here);
        string channel = NewChannel("private-");
        ITestClient here = await JoinAsync(ClientKind.PusherJs, pair.Here, channel);
        ITestClient native = await JoinAsync(ClientKind.SignalRJs, pair.Here, channel);
        ITestClient there = await JoinAsync(ClientKind.PusherJs, pair.There, channel);
        ITestClient alsoThere = await JoinAsync(ClientKind.PusherJs4, pair.There, channel);
        ITestClient[] all = [here, native, there, alsoThere];

        for (int i = 0; i < Count; i++)
        {
            await backEnd.TriggerAsync(channel, TestEvents.Message, new { number = i });
        }

        foreach (ITestClient client in all)
        {
            for (int i = 0; i < Count; i++)
            {
                Assert.Equal((TestEvents.Message, $"{{\"number\":{i}}}"), await NextAsync(client, channel));
            }
        }

        await there.TriggerAsync(channel, TestEvents.ClientMessage, new { from = "there" });
        await ExpectAsync("{\"from\":\"there\"}", channel, here, native, alsoThere);
        await native.TriggerAsync(channel, TestEvents.ClientMessage, new { from = "native" });
        await ExpectAsync("{\"from\":\"native\"}", channel, here, there, alsoThere);
        await here.TriggerAsync(channel, TestEvents.ClientMessage, new { from = "here" });
        await ExpectAsync("{\"from\":\"here\"}", channel, native, there, alsoThere);

        // Whatever came twice, or came back, would be in front of this.
        await backEnd.TriggerAsync(channel, TestEvents.Fence, "end");
        foreach (ITestClient client in all)
        {
            Assert.Equal(TestEvents.Fence, (await NextAsync(client, channel)).Name);
        }
    }

    [Fact]
    public async Task Publish_WhileTheOtherServiceIsUnreachable_ArrivesThereAfterwardsInOrder()
    {
        CuttableProxy? proxy = null;
        Pair pair = await StartAsync(there => proxy = Owned(new CuttableProxy(there)));
        RestClient backEnd = await RestClient.CreateAsync(_host.Node, pair.Here);
        string channel = NewChannel();
        ITestClient here = await JoinAsync(ClientKind.PusherJs, pair.Here, channel);
        ITestClient there = await JoinAsync(ClientKind.PusherJs, pair.There, channel);

        for (int i = 0; i < Count; i++)
        {
            if (i % 10 == 5)
            {
                proxy!.Cut();
            }

            await backEnd.TriggerAsync(channel, TestEvents.Message, new { number = i });
            Assert.Equal((TestEvents.Message, $"{{\"number\":{i}}}"), await NextAsync(here, channel));
        }

        for (int i = 0; i < Count; i++)
        {
            Assert.Equal((TestEvents.Message, $"{{\"number\":{i}}}"), await NextAsync(there, channel));
        }

        here.AssertNothingOn(channel);
        there.AssertNothingOn(channel);
    }

    private async Task<Pair> StartAsync(Func<Uri, CuttableProxy>? between = null)
    {
        WebhookRelay webhooks = Owned(await WebhookRelay.StartAsync());
        IRunningServer there = Owned(await _host.StartForOneTestAsync(ServerSettings.WithWebhook(webhooks.Url)));
        Uri mirrored = between?.Invoke(there.Address).Address ?? there.Address;
        IRunningServer here = Owned(await _host.StartForOneTestAsync(ServerSettings.WithMirror(mirrored)));
        webhooks.Target = new Uri(here.Address, "/mirror/webhooks");
        return new Pair(here.Address, there.Address, webhooks);
    }

    private async Task<ITestClient> JoinAsync(ClientKind kind, Uri server, string channel)
    {
        ITestClient client = await ConnectAsync(kind, server);
        await client.SubscribeAsync(channel);
        return client;
    }

    private static async Task ExpectAsync(string data, string channel, params ITestClient[] clients)
    {
        foreach (ITestClient client in clients)
        {
            Assert.Equal((TestEvents.ClientMessage, data), await NextAsync(client, channel));
        }
    }

    /// <summary>The next event of the application; the other service counts subscriptions.</summary>
    private static async Task<(string Name, string Data)> NextAsync(ITestClient client, string channel)
    {
        while (true)
        {
            ReceivedEvent next = await client.NextAsync(channel);
            if (next.Name != TestEvents.SubscriptionCount)
            {
                return (next.Name, next.Data);
            }
        }
    }

    private sealed record Pair(Uri Here, Uri There, WebhookRelay Webhooks);
}
