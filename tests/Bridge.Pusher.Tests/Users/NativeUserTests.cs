// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Users;

/// <summary>docs/specs/channels.md, "Users and watchlists": who ASP.NET Core authenticated is that user without signing in.</summary>
public sealed class NativeUserTests
{
    [Fact]
    public async Task Connect_Authenticated_GetsTheEventsOfTheUser()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        NativeClient ann = await host.ConnectNativeAsUserAsync("user=ann", "news");
        PusherClient same = await host.ConnectAsync();
        await same.SignInAsync("""{"id":"ann"}""");
        await same.NextAsync("pusher:signin_success");

        await host.PublishAsync("#server-to-user-ann", "news", "1");

        Assert.Equal("1", (await ann.NextAsync()).Data.GetRawText());
        await same.ExpectAsync("""{"event":"news","channel":"#server-to-user-ann","data":"1"}""");
    }

    [Fact]
    public async Task Connect_Authenticated_IsOnlineForThoseWhoWatch()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Watchlists = true);
        PusherClient watcher = await host.ConnectAsync();
        await watcher.SignInAsync("""{"id":"w","watchlist":["ann"]}""");
        await watcher.NextAsync("pusher:signin_success");
        await ExpectNewsAsync(watcher, "offline");

        await host.ConnectNativeAsUserAsync("user=ann");

        await ExpectNewsAsync(watcher, "online");
    }

    [Fact]
    public async Task Subscribe_OwnUserChannel_IsForTheAuthenticatedUserOnly()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        NativeClient ann = await host.ConnectNativeAsUserAsync("user=ann");
        NativeClient nobody = await host.ConnectNativeAsync();

        await ann.InvokeAsync("Subscribe", "#server-to-user-ann", null);

        await Assert.ThrowsAsync<HubException>(() => ann.InvokeAsync("Subscribe", "#server-to-user-bob", null));
        await Assert.ThrowsAsync<HubException>(() => nobody.InvokeAsync("Subscribe", "#server-to-user-ann", null));
    }

    [Fact]
    public async Task Subscribe_PresenceSignedWithoutChannelData_JoinsAsTheAuthenticatedUser()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient other = await host.ConnectAsync();
        await other.JoinAsync("presence-a", """{"user_id":"o"}""");
        NativeClient ann = await host.ConnectNativeAsUserAsync("user=ann");

        await ann.SubscribeAsync("presence-a");

        await other.ExpectAsync("""{"event":"pusher_internal:member_added","channel":"presence-a","data":"{\"user_id\":\"ann\"}"}""");
    }

    [Fact]
    public async Task Connect_SeveralApps_BelongsToTheAppWhosePrefixItsIdentifierHas()
    {
        PusherApp shop = new("1", "shop", "s") { GroupPrefix = "shop:" };
        PusherApp news = new("2", "news", "s") { GroupPrefix = "news:" };
        await using PusherHost host = await PusherHost.StartAsync([shop, news]);
        NativeClient ofShop = await host.ConnectNativeAsUserAsync("user=shop:ann", "event");
        NativeClient ofNone = await host.ConnectNativeAsUserAsync("user=ann", "event");

        await host.PublishAsync("news:#server-to-user-ann", "event", "1");
        await host.PublishAsync("shop:#server-to-user-ann", "event", "2");

        Assert.Equal("2", (await ofShop.NextAsync()).Data.GetRawText());
        await ofShop.InvokeAsync("Subscribe", "shop:#server-to-user-ann", null);
        await Assert.ThrowsAsync<HubException>(() => ofShop.InvokeAsync("Subscribe", "news:#server-to-user-ann", null));
        await Assert.ThrowsAsync<HubException>(() => ofNone.InvokeAsync("Subscribe", "shop:#server-to-user-ann", null));
    }

    [Fact]
    public async Task SignIn_InOneApp_IsNobodyInTheOther()
    {
        PusherApp shop = new("1", "key", "secret") { GroupPrefix = "shop:" };
        PusherApp news = new("2", "news", "s") { GroupPrefix = "news:" };
        await using PusherHost host = await PusherHost.StartAsync([shop, news]);
        NativeClient ann = await host.ConnectNativeAsync();
        await ann.SignInAsync("""{"id":"ann"}""");

        await ann.InvokeAsync("Subscribe", "shop:#server-to-user-ann", null);

        await Assert.ThrowsAsync<HubException>(() => ann.InvokeAsync("Subscribe", "news:#server-to-user-ann", null));
    }

    private static Task ExpectNewsAsync(PusherClient watcher, string name) => watcher.ExpectAsync(
        $$"""{"event":"pusher_internal:watchlist_events","data":"{\"events\":[{\"name\":\"{{name}}\",\"user_ids\":[\"ann\"]}]}"}""");
}
