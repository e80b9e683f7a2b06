// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text.Json;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Connecting".</summary>
public sealed class ConnectingTests
{
    [Fact]
    public async Task Connect_NothingIsSent_GetsSocketIdAndActivityTimeoutInAString()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.OpenAsync("/app/key?protocol=7&client=js&version=8.6.0&flash=false");

        JsonElement greeting = await client.NextAsync("pusher:connection_established");

        Assert.Null(greeting.Channel());
        Assert.Matches("""^\{"socket_id":"\d{1,10}\.\d{1,10}","activity_timeout":120\}$""", greeting.Data());
    }

    [Fact]
    public async Task Connect_Twice_GetsDifferentSocketIds()
    {
        await using PusherHost host = await PusherHost.StartAsync();

        Assert.NotEqual((await host.ConnectAsync()).SocketId, (await host.ConnectAsync()).SocketId);
    }

    [Theory]
    [InlineData("?protocol=4")]
    [InlineData("?protocol=5&client=pusher-dotnet-client&version=2.3.1")]
    [InlineData("?client=java-client&protocol=5&version=2.4.4")]
    [InlineData("?protocol=6")]
    [InlineData("?version=&nonsense=%00&client=&protocol=7")]
    public async Task Connect_ServedProtocol_IsEstablished(string query)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await (await host.OpenAsync("/app/key" + query)).EstablishAsync();

        await client.JoinAsync("news");
    }

    [Theory]
    [InlineData("", 4008, "No protocol version supplied")]
    [InlineData("?protocol=", 4008, "No protocol version supplied")]
    [InlineData("?protocol=3", 4007, "Unsupported protocol version")]
    [InlineData("?protocol=8", 4007, "Unsupported protocol version")]
    [InlineData("?protocol=-7", 4007, "Unsupported protocol version")]
    [InlineData("?protocol=7.0", 4007, "Unsupported protocol version")]
    [InlineData("?protocol=seven", 4007, "Unsupported protocol version")]
    [InlineData("?protocol=99999999999999999999", 4007, "Unsupported protocol version")]
    public async Task Connect_UnservedProtocol_GetsErrorThenCloseFrame(string query, int code, string text)
    {
        await using PusherHost host = await PusherHost.StartAsync();

        await ExpectRefusalAsync(await host.OpenAsync("/app/key" + query), code, text);
    }

    [Fact]
    public async Task Connect_UnknownKey_IsRefusedWithPushersText()
    {
        await using PusherHost host = await PusherHost.StartAsync();

        await ExpectRefusalAsync(
            await host.OpenAsync("/app/nobody?protocol=7"), 4001, "App key nobody not in this cluster. Did you forget to specify the cluster?");
    }

    [Fact]
    public async Task Connect_UnknownKeyIsLong_IsLeftOutOfTheReason()
    {
        await using PusherHost host = await PusherHost.StartAsync();

        await ExpectRefusalAsync(
            await host.OpenAsync($"/app/{new string('k', 2000)}?protocol=7"), 4001, "App key not in this cluster. Did you forget to specify the cluster?");
    }

    [Fact]
    public async Task Connect_UnknownKeyIsNoPlainText_IsQuotedSafely()
    {
        await using PusherHost host = await PusherHost.StartAsync();

        await ExpectRefusalAsync(
            await host.OpenAsync("/app/%22%0A%F0%9F%98%80?protocol=7"), 4001, "App key \"\n😀 not in this cluster. Did you forget to specify the cluster?");
    }

    [Fact]
    public async Task Connect_AppIsDisabled_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Disabled = true);

        await ExpectRefusalAsync(await host.OpenAsync("/app/key?protocol=7"), 4003, "Application disabled");
    }

    [Fact]
    public async Task Connect_QuotaIsUsedUp_IsRefusedUntilSomebodyGoes()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.MaxConnections = 2);
        PusherClient first = await host.ConnectAsync();
        PusherClient watcher = await host.ConnectAsync();
        await watcher.JoinAsync("presence-a", """{"user_id":"watcher"}""");
        await first.JoinAsync("presence-a", """{"user_id":"first"}""");
        await watcher.NextAsync("pusher_internal:member_added");

        await ExpectRefusalAsync(await host.OpenAsync("/app/key?protocol=7"), 4004, "Application is over its connection quota");

        await first.DisposeAsync();
        await watcher.NextAsync("pusher_internal:member_removed");
        await host.ConnectWhenThereIsRoomAsync();
    }

    [Fact]
    public async Task Connect_QuotaOfAnotherApp_IsNoConcern()
    {
        var full = new PusherApp("1", "full", "s") { GroupPrefix = "a-", Limits = { MaxConnections = 1 } };
        var other = new PusherApp("2", "other", "s") { GroupPrefix = "b-" };
        await using PusherHost host = await PusherHost.StartAsync([full, other]);
        await host.ConnectAsync();

        await host.ConnectAsync(other);
    }

    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("https://www.shop.example", true)]
    [InlineData(null, true)]
    [InlineData("http://shop.example", false)]
    [InlineData("https://evilshop.example", false)]
    [InlineData("null", false)]
    public async Task Connect_OriginsAreLimited_OnlyThoseMayConnect(string? origin, bool allowed)
    {
        await using PusherHost host = await PusherHost.StartAsync(app =>
        {
            app.AllowedOrigins.Add("https://shop.example");
            app.AllowedOrigins.Add("https://*.shop.example");
        });
        PusherClient client = await host.OpenAsync("/app/key?protocol=7", configure: options =>
        {
            if (origin is not null)
            {
                options.SetRequestHeader("Origin", origin);
            }
        });

        if (allowed)
        {
            await client.EstablishAsync();
        }
        else
        {
            await ExpectRefusalAsync(client, 4009, "Origin not allowed");
        }
    }

    [Fact]
    public async Task Connect_SubprotocolIsOffered_IsChosen()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.OpenAsync("/app/key?protocol=7", configure: options =>
        {
            options.AddSubProtocol("another");
            options.AddSubProtocol("pusher-channels-protocol-7");
        });

        Assert.Equal("pusher-channels-protocol-7", client.Subprotocol);
        await client.EstablishAsync();
    }

    [Fact]
    public async Task Connect_OtherSubprotocolIsOffered_NoneIsChosen()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.OpenAsync("/app/key?protocol=7", configure: options => options.AddSubProtocol("another"));

        Assert.Null(client.Subprotocol);
        await client.EstablishAsync();
    }

    [Fact]
    public async Task Connect_OverHttp2_IsEstablished()
    {
        await using PusherHost host = await PusherHost.StartAsync(services: Http2.Allow);
        using var handler = new SocketsHttpHandler();
        using var invoker = new HttpMessageInvoker(handler);
        await using PusherClient client = await PusherClient.OpenAsync(
            host.AddressOf("ws", "/app/key?protocol=7"),
            new PusherApp("1", "key", "secret"),
            options =>
            {
                options.HttpVersion = HttpVersion.Version20;
                options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            },
            invoker);
        await client.EstablishAsync();

        await client.JoinAsync("private-a");
        await host.PublishAsync("private-a", "price", "1");

        await client.ExpectAsync("""{"event":"price","channel":"private-a","data":"1"}""");
    }

    [Fact]
    public async Task Connect_PlainHttpRequest_IsToldToUseAWebSocket()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using var http = new HttpClient();

        using HttpResponseMessage response = await http.GetAsync(host.AddressOf("http", "/app/key?protocol=7")).Await("the answer");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("This address expects a WebSocket.\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Shutdown_ClientIsConnected_IsSentAwayToComeBack()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        Task stopping = host.StopAsync();

        await ExpectRefusalAsync(client, 4200, "Generic reconnect immediately");
        await stopping.Await("the shutdown");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Close_AnyProtocol_SendsErrorBeforeTheCloseFrame(int protocol)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync(protocol: protocol);

        await client.SendAsync("pusher:signin", new { auth = "key:bad", user_data = "" });

        await ExpectRefusalAsync(client, 4009, "Missing required parameter: user_data");
    }

    private static async Task ExpectRefusalAsync(PusherClient client, int code, string text)
    {
        await client.ExpectErrorAsync(code, text);
        Assert.Equal(text, await client.ExpectCloseAsync(code));
    }
}
