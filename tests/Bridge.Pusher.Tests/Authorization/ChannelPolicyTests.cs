// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bridge.Core.Authorization;
using Bridge.Core.DependencyInjection;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Authorization;

/// <summary>docs/authorization.md: one rule decides for the auth endpoint, for native and for legacy connections.</summary>
public sealed class ChannelPolicyTests
{
    private const string Sales = "user=ann&role=sales";
    private const string Guest = "user=gus&role=guest";

    [Theory]
    [InlineData("private-orders-1")]
    [InlineData("private-encrypted-orders")]
    [InlineData("presence-orders")]
    [InlineData("staff-news")]
    public async Task Subscribe_PolicyAdmitsTheUser_NeedsNoSignature(string channel)
    {
        await using PusherHost host = await StartAsync();
        PusherClient client = await ConnectAsync(host, Sales);
        NativeClient native = await host.ConnectNativeAsUserAsync(Sales);

        await client.SendAsync("pusher:subscribe", new { channel });
        await client.NextAsync("pusher_internal:subscription_succeeded");
        await native.InvokeAsync("Subscribe", channel, null);
    }

    [Theory]
    [InlineData(Guest, "private-orders-1", "The user may not subscribe to private-orders-1")]
    [InlineData("", "private-orders-1", "The user may not subscribe to private-orders-1")]
    [InlineData("", "staff-news", "The user may not subscribe to staff-news")]
    [InlineData(Sales, "private-other", "Auth info required to subscribe to private-other")]
    [InlineData(Sales, "private-orders-secret", "The user may not subscribe to private-orders-secret")]
    public async Task Subscribe_NoPolicyAdmitsTheUser_IsRefused(string user, string channel, string reason)
    {
        await using PusherHost host = await StartAsync();
        PusherClient client = await ConnectAsync(host, user);
        NativeClient native = await host.ConnectNativeAsUserAsync(user);

        await client.SendAsync("pusher:subscribe", new { channel, auth = "" });
        HubException error = await Assert.ThrowsAsync<HubException>(() => native.InvokeAsync("Subscribe", channel, null));

        await client.ExpectRefusalAsync(channel, "AuthError", 401, reason);
        Assert.EndsWith(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_SignatureOfTheApp_IsEnoughWithoutPolicy()
    {
        await using PusherHost host = await StartAsync();
        PusherClient client = await ConnectAsync(host, Guest);

        await client.JoinAsync("private-orders-1");
    }

    [Fact]
    public async Task Subscribe_SignatureIsWrong_IsRefusedThoughThePolicyWouldAdmit()
    {
        await using PusherHost host = await StartAsync();
        PusherClient client = await ConnectAsync(host, Sales);

        await client.SendAsync("pusher:subscribe", new { channel = "private-orders-1", auth = "key:wrong" });

        await client.NextAsync("pusher:subscription_error");
    }

    [Fact]
    public async Task Subscribe_PresenceByPolicy_IsThePrincipalWhateverTheClientSays()
    {
        await using PusherHost host = await StartAsync();
        PusherClient client = await ConnectAsync(host, Sales);
        NativeClient native = await host.ConnectNativeAsUserAsync("user=bob&role=sales");

        await client.SendAsync("pusher:subscribe", new { channel = "presence-orders", channel_data = """{"user_id":"root"}""" });
        JsonElement success = await client.NextAsync("pusher_internal:subscription_succeeded");
        await native.InvokeAsync("Subscribe", "presence-orders", new { channelData = """{"user_id":"root"}""" });

        Assert.Equal("""{"ann":{"name":"ANN"}}""", success.DataObject().GetProperty("presence").GetProperty("hash").GetRawText());
        await client.ExpectAsync(
            """{"event":"pusher_internal:member_added","channel":"presence-orders","data":"{\"user_id\":\"bob\",\"user_info\":{\"name\":\"BOB\"}}"}""");
    }

    [Theory]
    [InlineData("http://evil.example", false)]
    [InlineData("SERVER", true)]
    [InlineData(null, true)]
    public async Task Subscribe_PageOfAnotherServer_DoesNotGetTheUserOfTheCookie(string? origin, bool isAdmitted)
    {
        await using PusherHost host = await StartAsync();
        origin = origin == "SERVER" ? host.AddressOf("http", "").GetLeftPart(UriPartial.Authority) : origin;
        PusherClient client = await host.OpenAsync(
            $"/app/key?protocol=7&{Sales}", configure: options => options.SetRequestHeader("Origin", origin));
        await client.EstablishAsync();

        await client.SendAsync("pusher:subscribe", new { channel = "private-orders-1" });
        await client.NextAsync(isAdmitted ? "pusher_internal:subscription_succeeded" : "pusher:subscription_error");
        await host.PublishAsync("#server-to-user-ann", "news", "1");

        if (isAdmitted)
        {
            await client.NextAsync("news");
        }
        else
        {
            await client.NextAsync("pusher:error");
            await client.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Subscribe_PageThatTheAppAllows_GetsTheUserOfTheCookie()
    {
        await using PusherHost host = await StartAsync(app => app.AllowedOrigins.Add("https://shop.example"));
        PusherClient client = await host.OpenAsync(
            $"/app/key?protocol=7&{Sales}", configure: options => options.SetRequestHeader("Origin", "https://shop.example"));
        await client.EstablishAsync();

        await client.SendAsync("pusher:subscribe", new { channel = "private-orders-1" });

        await client.NextAsync("pusher_internal:subscription_succeeded");
    }

    [Theory]
    [InlineData(Sales, "private-orders-1", HttpStatusCode.OK, null)]
    [InlineData(Guest, "private-orders-1", HttpStatusCode.Forbidden, "The user may not subscribe to private-orders-1\n")]
    [InlineData(Sales, "private-other", HttpStatusCode.Forbidden, "No policy of this server is about private-other\n")]
    [InlineData("", "private-orders-1", HttpStatusCode.Forbidden, "The request is not authenticated\n")]
    public async Task AuthEndpoint_AsksTheSamePolicies(string user, string channel, HttpStatusCode status, string? text)
    {
        await using PusherHost host = await StartAsync();
        PusherClient client = await ConnectAsync(host, "");

        using HttpResponseMessage answer = await AskAsync(host, user, client, channel);

        Assert.Equal(status, answer.StatusCode);
        if (text is not null)
        {
            Assert.Equal(text, await answer.Content.ReadAsStringAsync());
            return;
        }

        JsonElement signed = await answer.Content.ReadFromJsonAsync<JsonElement>();
        await client.SendAsync("pusher:subscribe", new { channel, auth = signed.GetProperty("auth").GetString() });
        await client.NextAsync("pusher_internal:subscription_succeeded");
    }

    [Fact]
    public async Task AuthEndpoint_AppHasAGroupPrefix_MatchesThePatternWithIt()
    {
        PusherApp shop = new("1", "shop", "s") { GroupPrefix = "shop:" };
        PusherApp news = new("2", "news", "s") { GroupPrefix = "news:" };
        await using PusherHost host = await PusherHost.StartAsync(
            [shop, news], bridge: bridge => bridge.Channels("news:private-*").RequireAuthenticatedUser());
        PusherClient inShop = await host.OpenAsync($"/app/shop?protocol=7&{Sales}", shop);
        PusherClient inNews = await host.OpenAsync($"/app/news?protocol=7&{Sales}", news);
        await inShop.EstablishAsync();
        await inNews.EstablishAsync();

        await inShop.SendAsync("pusher:subscribe", new { channel = "private-a" });
        await inNews.SendAsync("pusher:subscribe", new { channel = "private-a" });

        await inShop.NextAsync("pusher:subscription_error");
        await inNews.NextAsync("pusher_internal:subscription_succeeded");
    }

    [Fact]
    public async Task Start_PolicyIsNotRegistered_Fails()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => PusherHost.StartAsync(
            [new PusherApp("1", "key", "secret")], bridge: bridge => bridge.Channels("private-*").RequirePolicy("Misspelt")));

        Assert.Equal(
            "Channels(\"private-*\") needs the policy 'Misspelt', which is not registered: call AddAuthorization with it.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*-orders")]
    [InlineData("private-*-orders")]
    public async Task Channels_PatternIsNone_IsRefused(string pattern) => await Assert.ThrowsAsync<ArgumentException>(() => PusherHost.StartAsync(
        [new PusherApp("1", "key", "secret")], bridge: bridge => bridge.Channels(pattern)));

    private static Task<PusherHost> StartAsync(Action<PusherApp>? configure = null)
    {
        var app = new PusherApp("1", "key", "secret") { EncryptionMasterKey = Convert.ToBase64String(new byte[32]) };
        configure?.Invoke(app);
        return PusherHost.StartAsync(
            [app], services => services.AddAuthorization(options => options.AddPolicy("Sales", policy => policy.RequireRole("sales"))), Policies);
    }

    private static void Policies(BridgeBuilder bridge)
    {
        bridge.Channels("private-orders-*").RequirePolicy("Sales");
        bridge.Channels("private-orders-secret").RequirePolicy("Sales").RequirePolicy(policy =>
            policy.RequireAssertion(context => ((ChannelAuthorizationRequest)context.Resource!).SocketId == "nobody's"));
        bridge.Channels("private-encrypted-*").RequirePolicy("Sales");
        bridge.Channels("presence-*").RequirePolicy("Sales");
        bridge.Channels("staff-*").RequirePolicy("Sales");
    }

    private static async Task<PusherClient> ConnectAsync(PusherHost host, string user)
    {
        PusherClient client = await host.OpenAsync($"/app/key?protocol=7&{user}");
        return await client.EstablishAsync();
    }

    private static async Task<HttpResponseMessage> AskAsync(PusherHost host, string user, PusherClient client, string channel)
    {
        using var http = new HttpClient();
        return await http.PostAsync(
            host.AddressOf("http", $"/pusher/auth?{user}"),
            new FormUrlEncodedContent(new Dictionary<string, string> { ["socket_id"] = client.SocketId, ["channel_name"] = channel }));
    }
}
