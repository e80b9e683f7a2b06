// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Webhooks;

public abstract class WebhookTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    private const string Ann = ",\"user_id\":\"ann\"";

    private readonly BridgeHost _host = host;

    public static TheoryData<ClientKind> Kinds =>
        [ClientKind.PusherJs, ClientKind.PusherJs4, ClientKind.Echo, ClientKind.SignalRJs, ClientKind.SignalRDotNet];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryEvent_CausedByTheClient_IsGenuineForPushersLibrary(ClientKind kind)
    {
        (WebhookTestReceiver receiver, Uri server) = await StartAsync();
        ITestClient client = await ConnectAsync(kind, server);

        string presence = NewChannel("presence-");
        await client.SubscribeAsync(presence, TestUser.Ann);
        Assert.Equal(Event("channel_occupied", presence), await receiver.NextAsync());
        Assert.Equal(Event("member_added", presence, Ann), await receiver.NextAsync());

        await client.TriggerAsync(presence, TestEvents.ClientMessage, new { text = "<é>" });
        string socketId = await client.GetSocketIdAsync();
        Assert.Equal(
            Event("client_event", presence, $",\"event\":\"{TestEvents.ClientMessage}\",\"data\":\"{{\\\"text\\\":\\\"<é>\\\"}}\",\"socket_id\":\"{socketId}\"" + Ann),
            await receiver.NextAsync());

        await client.UnsubscribeAsync(presence);
        Assert.Equal(Event("member_removed", presence, Ann), await receiver.NextAsync());
        Assert.Equal(Event("channel_vacated", presence), await receiver.NextAsync());

        string cache = NewChannel("cache-");
        await client.SubscribeAsync(cache);
        Assert.Equal(Event("channel_occupied", cache), await receiver.NextAsync());
        Assert.Equal(Event("subscription_count", cache, ",\"subscription_count\":1"), await receiver.NextAsync());
        Assert.Equal(Event("cache_miss", cache), await receiver.NextAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ConnectionLost_ClientComesBackInTime_IsNoNews(ClientKind kind)
    {
        (WebhookTestReceiver receiver, Uri server) = await StartAsync();
        CuttableProxy proxy = Owned(new CuttableProxy(server));
        ITestClient client = await ConnectAsync(kind, proxy.Address);
        string channel = NewChannel("presence-");
        await client.SubscribeAsync(channel, TestUser.Ann);
        await receiver.NextAsync();
        await receiver.NextAsync();

        proxy.Cut();
        await client.WaitForReconnectionAsync();
        await client.TriggerAsync(channel, TestEvents.ClientMessage, "still here");

        Assert.StartsWith(Event("client_event", channel)[..^1], await receiver.NextAsync(), StringComparison.Ordinal);
    }

    private async Task<(WebhookTestReceiver Receiver, Uri Server)> StartAsync()
    {
        WebhookTestReceiver receiver = Owned(await WebhookTestReceiver.StartAsync(_host.Node));
        IRunningServer server = Owned(await _host.StartForOneTestAsync(ServerSettings.WithWebhook(receiver.Url)));
        return (receiver, server.Address);
    }

    private static string Event(string name, string channel, string more = "") => $$"""{"name":"{{name}}","channel":"{{channel}}"{{more}}}""";

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : WebhookTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : WebhookTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : WebhookTests(host, output);
}
