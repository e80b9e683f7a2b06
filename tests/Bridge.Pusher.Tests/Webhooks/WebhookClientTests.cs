// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Webhooks;

/// <summary>Clients of both kinds on a real server, and what its webhooks tell of them.</summary>
public sealed class WebhookClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public Task DisposeAsync() => _receiver.DisposeAsync().AsTask();

    [Fact]
    public async Task Presence_PusherAndNativeConnectionsOfUsers_AreToldOncePerUser()
    {
        await using PusherHost host = await StartAsync();
        PusherClient ann = await host.ConnectAsync();
        NativeClient annToo = await host.ConnectNativeAsync();
        NativeClient bob = await host.ConnectNativeAsync();

        await ann.JoinAsync("presence-a", """{"user_id":"ann"}""");
        await annToo.SubscribeAsync("presence-a", """{"user_id":"ann"}""");
        await bob.SubscribeAsync("presence-a", """{"user_id":"bob"}""");
        await ann.UnsubscribeAsync("presence-a");
        await ann.NextAsync("pusher_internal:member_added");
        await ann.ExpectNothingAsync();
        await bob.InvokeAsync("Unsubscribe", "presence-a");
        await annToo.InvokeAsync("Unsubscribe", "presence-a");

        Assert.Equal(
            [
                "channel_occupied presence-a", "member_added presence-a ann", "member_added presence-a bob",
                "member_removed presence-a bob", "member_removed presence-a ann", "channel_vacated presence-a",
            ],
            await NextWordsOnAsync("presence-a", 6));
    }

    [Fact]
    public async Task Disconnect_BackWithTheOtherKindOfClient_IsNoNews()
    {
        await using PusherHost host = await StartAsync();
        PusherClient witness = await WitnessAsync(host);
        PusherClient ann = await host.ConnectAsync();
        await ann.JoinAsync("presence-a", """{"user_id":"ann"}""");
        await ann.DisposeAsync();
        await witness.NextAsync("pusher_internal:member_added");
        await witness.NextAsync("pusher_internal:member_removed");

        NativeClient back = await host.ConnectNativeAsync();
        await back.SubscribeAsync("presence-a", """{"user_id":"ann"}""");
        host.Time.Advance(Grace);
        await back.DisposeAsync();
        await witness.NextAsync("pusher_internal:member_added");
        await witness.NextAsync("pusher_internal:member_removed");
        await witness.UnsubscribeAsync("presence-a");
        await witness.ExpectNothingAsync();
        host.Time.Advance(Grace);

        Assert.Equal(
            [
                "channel_occupied presence-a", "member_added presence-a witness", "member_added presence-a ann",
                "member_removed presence-a witness", "member_removed presence-a ann", "channel_vacated presence-a",
            ],
            await NextWordsOnAsync("presence-a", 6));
    }

    [Fact]
    public async Task ClientEvent_FromEitherKind_HasTheSocketIdThatPublishersLeaveOut()
    {
        await using PusherHost host = await StartAsync();
        PusherClient pusher = await host.ConnectAsync();
        NativeClient native = await host.ConnectNativeAsync();
        await pusher.JoinAsync("presence-a", """{"user_id":"ann"}""");
        await native.SubscribeAsync("presence-a", """{"user_id":"bob"}""");
        await NextWordsOnAsync("presence-a", 3);

        await pusher.TriggerAsync("client-x", "presence-a", new { n = 1 });
        Assert.Equal(
            $$"""{"name":"client_event","channel":"presence-a","event":"client-x","data":"{\"n\":1}","socket_id":"{{pusher.SocketId}}","user_id":"ann"}""",
            (await _receiver.NextAsync()).Events.Single());

        await native.InvokeAsync("Trigger", "presence-a", "client-y", "text");
        string socketId = (await native.InvokeAsync("GetSocketId")).GetString()!;
        Assert.Equal(
            $$"""{"name":"client_event","channel":"presence-a","event":"client-y","data":"text","socket_id":"{{socketId}}","user_id":"bob"}""",
            (await _receiver.NextAsync()).Events.Single());
    }

    [Fact]
    public async Task ClientEvent_Refused_IsNotTold()
    {
        await using PusherHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("private-a");

        await client.TriggerAsync("client-x", "private-b", 1);
        await client.TriggerAsync("client-y", "private-a", 2);

        Assert.Equal(["channel_occupied private-a", "client_event private-a"], await _receiver.NextWordsAsync(2));
        _receiver.AssertNoMore();
    }

    [Fact]
    public async Task CacheMiss_SeveralSubscribeTogether_IsToldOnce()
    {
        await using PusherHost host = await StartAsync();
        PusherClient[] clients = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.ConnectAsync()));

        await Task.WhenAll(clients.Select(client => client.JoinAsync("cache-a")));
        await host.PublishAsync("cache-a", "news", "1");
        await (await host.ConnectAsync()).JoinAsync("cache-a");
        await (await host.ConnectAsync()).JoinAsync("b");

        Assert.Equal(["cache_miss cache-a", "channel_occupied b", "channel_occupied cache-a"], (await _receiver.NextWordsAsync(3)).Order());
        _receiver.AssertNoMore();
    }

    [Fact]
    public async Task SubscriptionCount_AppAnnouncesIt_IsToldToo()
    {
        await using PusherHost host = await StartAsync(app => app.SubscriptionCounts = true);
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("a");
        await (await host.ConnectNativeAsync()).SubscribeAsync("a");
        await client.UnsubscribeAsync("a");

        Assert.Equal(
            ["channel_occupied a", "subscription_count a 1", "subscription_count a 2", "subscription_count a 1"],
            await NextWordsOnAsync("a", 4));
    }

    [Fact]
    public async Task UserChannel_SignedInClient_IsNotTold()
    {
        await using PusherHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.SignInAsync("""{"id":"ann"}""");
        await client.NextAsync("pusher:signin_success");
        await client.JoinAsync("#server-to-user-ann");
        await client.JoinAsync("a");

        Assert.Equal(["channel_occupied a"], (await _receiver.NextAsync()).Words);
    }

    [Fact]
    public async Task Stop_ClientsAreConnected_TheirLeavingIsToldBeforeTheServerEnds()
    {
        await using PusherHost host = await StartAsync();
        await (await host.ConnectAsync()).JoinAsync("presence-a", """{"user_id":"ann"}""");
        await (await host.ConnectNativeAsync()).SubscribeAsync("presence-a", """{"user_id":"bob"}""");

        await host.StopAsync().Await("stopping the host");

        IReadOnlyList<string> words = await NextWordsOnAsync("presence-a", 6);
        Assert.Equal(["member_removed presence-a ann", "member_removed presence-a bob"], words.Skip(3).SkipLast(1).Order());
        Assert.Equal("channel_vacated presence-a", words[^1]);
    }

    [Fact]
    public async Task Reload_WebhookIsAddedAndTakenAway_HoldsFromTheNextSubscriptionOn()
    {
        var store = new ReloadableAppStore(new PusherApp("1", "key", "secret"));
        await using PusherHost host = await PusherHost.StartAsync(services: services => services.AddSingleton<IPusherAppStore>(store));
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("presence-a", """{"user_id":"ann"}""");

        store.Replace(new PusherApp("1", "key", "secret") { Webhooks = { new(_receiver.Url) } });
        await (await host.ConnectNativeAsync()).SubscribeAsync("presence-a", """{"user_id":"bob"}""");
        Assert.Equal(
            ["channel_occupied presence-a", "member_added presence-a ann", "member_added presence-a bob"], await NextWordsOnAsync("presence-a", 3));

        store.Replace(new PusherApp("1", "key", "secret"));
        await (await host.ConnectAsync()).JoinAsync("presence-a", """{"user_id":"cid"}""");
        store.Replace(new PusherApp("1", "key", "secret") { Webhooks = { new(_receiver.Url) } });
        await (await host.ConnectAsync()).JoinAsync("b");
        Assert.Equal(["channel_occupied b"], (await _receiver.NextAsync()).Words);
    }

    private static async Task<PusherClient> WitnessAsync(PusherHost host)
    {
        PusherClient witness = await host.ConnectAsync();
        await witness.JoinAsync("presence-a", """{"user_id":"witness"}""");
        return witness;
    }

    private Task<PusherHost> StartAsync(Action<PusherApp>? configure = null) => PusherHost.StartAsync(app =>
    {
        app.Webhooks.Add(new(_receiver.Url));
        configure?.Invoke(app);
    });

    private async Task<IReadOnlyList<string>> NextWordsOnAsync(string channel, int count)
    {
        List<string> words = [];
        while (words.Count < count)
        {
            words.AddRange((await _receiver.NextAsync()).Words.Where(word => word.Split(' ')[1] == channel));
        }

        return words;
    }
}
