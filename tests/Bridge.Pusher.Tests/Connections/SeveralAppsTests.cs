// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>Apps share a hub by the prefixes of their groups.</summary>
public sealed class SeveralAppsTests
{
    private readonly PusherApp _shop = new("1", "shop", "shop-secret") { GroupPrefix = "shop:", Watchlists = true };
    private readonly PusherApp _news = new("2", "news", "news-secret") { GroupPrefix = "news:", Watchlists = true };

    [Fact]
    public async Task Channel_OfTheSameNameInTwoApps_IsNotTheSame()
    {
        await using PusherHost host = await PusherHost.StartAsync([_shop, _news]);
        PusherClient shop = await host.ConnectAsync(_shop);
        PusherClient other = await host.ConnectAsync(_shop);
        PusherClient news = await host.ConnectAsync(_news);
        foreach (PusherClient client in new[] { shop, other, news })
        {
            await client.JoinAsync("private-a");
        }

        await host.PublishAsync("shop:private-a", "published", "1");
        await host.HubContext.Clients.Group("shop:private-a").SendAsync("hub", 2);
        await shop.TriggerAsync("client-a", "private-a", 3);

        await other.ExpectAsync("""{"event":"published","channel":"private-a","data":"1"}""");
        await other.ExpectAsync("""{"event":"hub","channel":"private-a","data":"2"}""");
        await other.ExpectAsync("""{"event":"client-a","channel":"private-a","data":"3"}""");
        await news.ExpectNothingAsync();
    }

    [Fact]
    public async Task Members_OfTheSameChannelInTwoApps_AreStrangers()
    {
        await using PusherHost host = await PusherHost.StartAsync([_shop, _news]);
        PusherClient shop = await host.ConnectAsync(_shop);
        PusherClient news = await host.ConnectAsync(_news);

        await shop.JoinAsync("presence-a", """{"user_id":"s"}""");
        JsonElement success = await news.JoinAsync("presence-a", """{"user_id":"n"}""");

        Assert.Equal("""["n"]""", success.DataObject().GetProperty("presence").GetProperty("ids").GetRawText());
        await shop.ExpectNothingAsync();
    }

    [Fact]
    public async Task Channel_NamedLikeTheOtherAppsGroup_StaysInItsOwnApp()
    {
        await using PusherHost host = await PusherHost.StartAsync([
            new PusherApp("1", "shop", "s") { GroupPrefix = "shop-" }, new PusherApp("2", "news", "s") { GroupPrefix = "news-" }]);
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync("news-a");
        await host.PublishAsync("news-a", "secret", "1");
        await host.PublishAsync("shop-news-a", "open", "1");

        await client.ExpectAsync("""{"event":"open","channel":"news-a","data":"1"}""");
    }

    [Fact]
    public async Task Subscribe_SignedByTheOtherApp_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync([_shop, _news]);
        PusherClient client = await host.OpenAsync("/app/shop?protocol=7", _news);
        await client.EstablishAsync();

        await client.SubscribeAsync("private-a");

        await client.NextAsync("pusher:subscription_error");
        await client.ExpectErrorAsync(null, "Invalid key in subscription auth data: 'news'");
    }

    [Fact]
    public async Task NativeClient_UsesTheNameOfTheGroup_SharesTheAppsChannel()
    {
        await using PusherHost host = await PusherHost.StartAsync([_shop, _news]);
        PusherClient shop = await host.ConnectAsync(_shop);
        PusherClient news = await host.ConnectAsync(_news);
        NativeClient native = await host.ConnectNativeAsync("client-a");
        await shop.JoinAsync("presence-a", """{"user_id":"p"}""");
        await news.JoinAsync("presence-a", """{"user_id":"p"}""");

        JsonElement result = await native.SubscribeAsync("presence-a", _shop, """{"user_id":"n"}""");
        await shop.NextAsync("pusher_internal:member_added");
        await native.Hub.InvokeCoreAsync("Trigger", typeof(object), ["shop:presence-a", "client-b", 1]).Await("the event");
        await shop.ExpectAsync("""{"event":"client-b","channel":"presence-a","data":"1","user_id":"n"}""");
        await shop.TriggerAsync("client-a", "presence-a", 2);

        Assert.Equal(2, result.GetProperty("members").GetArrayLength());
        Assert.Equal("p", (await native.NextAsync()).Origin.GetProperty("userId").GetString());
        await news.ExpectNothingAsync();
    }

    [Fact]
    public async Task NativeClient_NamesNoAppsChannel_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync([_shop, _news]);
        NativeClient native = await host.ConnectNativeAsync();

        HubException error = await Assert.ThrowsAsync<HubException>(() => native.InvokeAsync("Subscribe", "a", null));

        Assert.EndsWith("No app's channels have this name.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_OfTheSameIdInTwoApps_AreStrangers()
    {
        await using PusherHost host = await PusherHost.StartAsync([_shop, _news]);
        PusherClient shop = await host.ConnectAsync(_shop);
        PusherClient news = await host.ConnectAsync(_news);
        await news.SignInAsync("""{"id":"u"}""");
        await news.NextAsync("pusher:signin_success");
        await shop.SignInAsync("""{"id":"w","watchlist":["u"]}""");
        await shop.NextAsync("pusher:signin_success");
        await shop.ExpectAsync(
            """{"event":"pusher_internal:watchlist_events","data":"{\"events\":[{\"name\":\"offline\",\"user_ids\":[\"u\"]}]}"}""");

        await host.PublishAsync("shop:#server-to-user-u", "news", "1");
        await host.PublishAsync("news:#server-to-user-u", "news", "2");

        await news.ExpectAsync("""{"event":"news","channel":"#server-to-user-u","data":"2"}""");
        await shop.ExpectNothingAsync();
    }
}
