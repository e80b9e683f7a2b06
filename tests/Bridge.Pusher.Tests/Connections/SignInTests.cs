// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text.Json;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Users".</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task SignIn_SignatureIsGood_RepeatsTheUserDataInAString()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        string userData = """{ "id":"u1", "user_info":{"name":"\u00e9é\"😀"} }""";

        await client.SignInAsync(userData);

        JsonElement success = await client.NextAsync("pusher:signin_success");
        Assert.Null(success.Channel());
        Assert.Equal(userData, success.DataObject().GetProperty("user_data").GetString());
    }

    [Fact]
    public async Task SignIn_DataIsAString_IsTakenAsWell()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        string userData = """{"id":"u1"}""";
        string auth = "key:" + Bridge.Pusher.Signatures.PusherSignature.SignUser("secret", client.SocketId, userData);

        await client.SendAsync("pusher:signin", JsonSerializer.Serialize(new { auth, user_data = userData }));

        await client.NextAsync("pusher:signin_success");
    }

    [Theory]
    [InlineData("{}", "Invalid user_data: id must be a string that is not empty")]
    [InlineData("{\"id\":\"\"}", "Invalid user_data: id must be a string that is not empty")]
    [InlineData("nonsense", "Invalid user_data: not a JSON object")]
    public async Task SignIn_NoId_ClosesTheConnection(string userData, string reason)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SignInAsync(userData);

        await ExpectRefusalAsync(client, reason);
    }

    [Theory]
    [InlineData("""{"event":"pusher:signin"}""", "Missing required parameter: user_data")]
    [InlineData("""{"event":"pusher:signin","data":"{}"}""", "Missing required parameter: user_data")]
    [InlineData("""{"event":"pusher:signin","data":{"auth":1,"user_data":"{}"}}""", "Invalid format: auth must have the format key:signature")]
    [InlineData("""{"event":"pusher:signin","data":{"auth":"other:abc","user_data":"{}"}}""", "Invalid key in signin auth data: 'other'")]
    public async Task SignIn_SomethingIsMissing_ClosesTheConnection(string message, string reason)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(message);

        await ExpectRefusalAsync(client, reason);
    }

    [Fact]
    public async Task SignIn_SignatureIsWrong_ClosesTheConnectionAndDoesNothingMoreForIt()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        PusherClient other = await host.ConnectAsync();
        await client.JoinAsync("private-a");
        await other.JoinAsync("private-a");

        await client.SendAsync("pusher:signin", new { auth = "key:abc", user_data = "{}" });
        try
        {
            await client.TriggerAsync("client-a", "private-a", 1);
        }
        catch (WebSocketException)
        {
            // The end was quicker, and there is nothing to be done any more.
        }

        string error = $"Invalid signature: Expected HMAC SHA256 hex digest of {client.SocketId}::user::{{}}, but got abc";
        await ExpectRefusalAsync(client, error);
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task SignIn_AsAnotherUser_ClosesTheConnection()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SignInAsync("""{"id":"u1"}""");
        await client.SignInAsync("""{"id":"u1","user_info":1}""");
        await client.SignInAsync("""{"id":"u2"}""");

        await client.NextAsync("pusher:signin_success");
        await client.NextAsync("pusher:signin_success");
        await ExpectRefusalAsync(client, "The connection is already signed in as another user");
    }

    [Fact]
    public async Task SignIn_AppHasNoUserAuthentication_ClosesTheConnection()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.UserAuthentication = false);
        PusherClient client = await host.ConnectAsync();

        await client.SignInAsync("""{"id":"u1"}""");

        await ExpectRefusalAsync(client, "User authentication is not enabled for this app");
    }

    [Fact]
    public async Task UserChannel_BeforeSigningIn_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("#server-to-user-u1");

        await client.NextAsync("pusher:subscription_error");
    }

    [Theory]
    [InlineData("#server-to-user-u2")]
    [InlineData("#server-to-user-u")]
    [InlineData("#server-to-user-u11")]
    public async Task UserChannel_OfSomebodyElse_IsRefused(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await SignInAsync(host, "u1");

        await client.SubscribeAsync(channel);

        await client.NextAsync("pusher:subscription_error");
        await client.NextAsync("pusher:error");
        await host.PublishAsync(channel, "secret", "1");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("u1")]
    [InlineData("Mr Pusher #1 é")]
    public async Task UserEvent_SubscribedOrNot_ReachesEachConnectionOfTheUserOnce(string userId)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        string channel = "#server-to-user-" + userId;
        PusherClient subscribed = await SignInAsync(host, userId);
        PusherClient unsubscribed = await SignInAsync(host, userId);
        PusherClient other = await SignInAsync(host, "u2");
        NativeClient native = await host.ConnectNativeAsync("news");
        await native.SignInAsync(JsonSerializer.Serialize(new { id = userId }));
        await subscribed.SendAsync("pusher:subscribe", new { channel, auth = "" });
        Assert.Equal(channel, (await subscribed.NextAsync("pusher_internal:subscription_succeeded")).Channel());

        await host.PublishAsync(channel, "news", "1");

        foreach (PusherClient client in new[] { subscribed, unsubscribed })
        {
            JsonElement message = await client.NextAsync("news");
            Assert.Equal((channel, "1"), (message.Channel(), message.Data()));
            await client.ExpectNothingAsync();
        }

        Assert.Equal(1, (await native.NextAsync()).Data.GetInt32());
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task UserEvent_ByTheHub_ReachesTheUser()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await SignInAsync(host, "u1");

        await host.HubContext.Clients.User("u1").SendAsync("news", 1);

        await client.ExpectAsync("""{"event":"news","channel":"#server-to-user-u1","data":"1"}""");
    }

    [Fact]
    public async Task Watchlist_AfterSigningIn_TellsHowThingsAreThenWhatChanges()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Watchlists = true);
        PusherClient online = await SignInAsync(host, "on");
        PusherClient watcher = await host.ConnectAsync();

        await watcher.SignInAsync("""{"id":"w","watchlist":["on","off","w","off2"]}""");
        await watcher.NextAsync("pusher:signin_success");
        await watcher.ExpectAsync(
            """{"event":"pusher_internal:watchlist_events","data":"{\"events\":[{\"name\":\"online\",\"user_ids\":[\"on\",\"w\"]},{\"name\":\"offline\",\"user_ids\":[\"off\",\"off2\"]}]}"}""");
        await SignInAsync(host, "off");
        await SignInAsync(host, "off");
        await SignInAsync(host, "stranger");

        await watcher.ExpectAsync(
            """{"event":"pusher_internal:watchlist_events","data":"{\"events\":[{\"name\":\"online\",\"user_ids\":[\"off\"]}]}"}""");
        await watcher.ExpectNothingAsync();
        await online.DisposeAsync();
        await watcher.ExpectNothingAsync();
    }

    [Fact]
    public async Task Watchlist_UsersGoAway_AreToldInOneBatchAfterTheDelay()
    {
        await using PusherHost host = await PusherHost.StartAsync(app =>
        {
            app.Watchlists = true;
            app.Limits.MaxConnections = 3;
        });
        PusherClient first = await SignInAsync(host, "a");
        PusherClient second = await SignInAsync(host, "b");
        PusherClient watcher = await host.ConnectAsync();
        await watcher.SignInAsync("""{"id":"w","watchlist":["a","b"]}""");
        await watcher.NextAsync("pusher:signin_success");
        await watcher.NextAsync("pusher_internal:watchlist_events");

        await first.DisposeAsync();
        await host.ConnectWhenThereIsRoomAsync();
        await second.DisposeAsync();
        await host.ConnectWhenThereIsRoomAsync();
        host.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        await watcher.ExpectNothingAsync();
        host.Time.Advance(TimeSpan.FromTicks(1));

        JsonElement news = (await watcher.NextAsync("pusher_internal:watchlist_events")).DataObject().GetProperty("events").EnumerateArray().Single();
        Assert.Equal("offline", news.GetProperty("name").GetString());
        Assert.Equal(["a", "b"], news.GetProperty("user_ids").EnumerateArray().Select(id => id.GetString()).Order());
    }

    [Fact]
    public async Task Watchlist_IsTooLong_IsCutAndSaysSo()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Watchlists = true);
        PusherClient client = await host.ConnectAsync();
        string watchlist = JsonSerializer.Serialize(Enumerable.Range(0, 101).Select(i => $"u{i}"));

        await client.SignInAsync($$"""{"id":"w","watchlist":{{watchlist}}}""");

        await client.NextAsync("pusher:signin_success");
        await client.ExpectErrorAsync(4302, "Watchlist limit exceeded: only the first 100 users are watched");
        JsonElement news = (await client.NextAsync("pusher_internal:watchlist_events")).DataObject().GetProperty("events")[0];
        Assert.Equal(100, news.GetProperty("user_ids").GetArrayLength());
        await SignInAsync(host, "u100");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Watchlist_IsSwitchedOff_TellsNothing()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SignInAsync("""{"id":"w","watchlist":["w"]}""");

        await client.NextAsync("pusher:signin_success");
        await client.ExpectNothingAsync();
    }

    private static async Task<PusherClient> SignInAsync(PusherHost host, string userId)
    {
        PusherClient client = await host.ConnectAsync();
        await client.SignInAsync(JsonSerializer.Serialize(new { id = userId }));
        await client.NextAsync("pusher:signin_success");
        return client;
    }

    private static async Task ExpectRefusalAsync(PusherClient client, string text)
    {
        await client.ExpectErrorAsync(4009, text);
        Assert.StartsWith(await client.ExpectCloseAsync(4009), text, StringComparison.Ordinal);
    }
}
