// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text.Json;
using Bridge.Pusher.Tests.Connections;

namespace Bridge.Pusher.Tests.Fallbacks;

/// <summary>docs/specs/pusher.md, "SockJS".</summary>
public sealed class SockJSTests
{
    private const string Path = """{"path":"/app/key?protocol=7&client=js&version=8.6.0"}""";

    [Fact]
    public async Task Connect_WithThePathOfAnApp_IsEstablishedAndReceives()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using PollingClient client = await OpenAsync(host);
        await client.SendAsync(Path);
        Assert.Contains("connection_established", Assert.Single(await client.NextAsync()));
        await client.SendAsync("""{"event":"pusher:subscribe","data":{"channel":"news"}}""");
        Assert.Contains("subscription_succeeded", Assert.Single(await client.NextAsync()));

        await host.PublishAsync("news", "price", "1");

        Assert.Contains("\"price\"", Assert.Single(await client.NextAsync()));
    }

    [Theory]
    [InlineData("""{"path":"/app/"}""", 4005)]
    [InlineData("""{"path":"/apps/key"}""", 4005)]
    [InlineData("""{"path":"/app/key/more?protocol=7"}""", 4005)]
    [InlineData("""{"path":7}""", 4005)]
    [InlineData("""{"event":"pusher:ping"}""", 4005)]
    [InlineData("nonsense", 4005)]
    [InlineData("", 4005)]
    [InlineData("""{"path":"/app/nobody?protocol=7"}""", 4001)]
    [InlineData("""{"path":"/app/key"}""", 4008)]
    public async Task Connect_OtherFirstMessage_IsRefused(string message, int code)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using PollingClient client = await OpenAsync(host);
        await client.SendAsync(message);
        await client.AssertClosedAsync(code);
        Assert.Empty(host.Errors);
    }

    /// <summary>Frames of this server's own page, and scripts, tell nothing of the page that they are for.</summary>
    [Theory]
    [InlineData("https://good.example", true)]
    [InlineData("https://bad.example", false)]
    [InlineData(null, false)]
    public async Task Connect_AppWithOrigins_TakesNobodyWhoTellsNone(string? origin, bool isTaken)
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.AllowedOrigins.Add("https://good.example"));
        using PollingClient client = await OpenAsync(host, origin);
        await client.SendAsync(Path);
        if (isTaken)
        {
            Assert.Contains("connection_established", Assert.Single(await client.NextAsync()));
        }
        else
        {
            await client.AssertClosedAsync(4009);
        }
    }

    [Fact]
    public async Task Info_Asked_OffersNoWebSocket()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using HttpClient http = new();
        JsonElement info = JsonElement.Parse(await http.GetStringAsync(host.AddressOf("http", "/pusher/info")));
        Assert.False(info.GetProperty("websocket").GetBoolean());
        Assert.False(info.GetProperty("cookie_needed").GetBoolean());
    }

    [Theory]
    [InlineData("https://js.pusher.com/8.6.0/sockjs.js")]
    [InlineData("\"></script><script>alert(1)</script>")]
    [InlineData("https://evil.example/8.6.0/sockjs.js")]
    public async Task IframePage_WhateverScriptIsNamed_LoadsOurOwn(string script)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using HttpClient http = new();
        string page = await http.GetStringAsync(host.AddressOf("http", $"/pusher/iframe.html?js_path={Uri.EscapeDataString(script)}"));
        Assert.DoesNotContain("alert", page);
        Assert.DoesNotContain("evil", page);
        string path = page.Split("src=\"")[1].Split('"')[0];
        Assert.Contains("SockJS", await http.GetStringAsync(host.AddressOf("http", path)));
    }

    [Theory]
    [InlineData("/8.6.0/sockjs.js", HttpStatusCode.OK)]
    [InlineData("/3.2/sockjs.min.js", HttpStatusCode.OK)]
    [InlineData("/3.2.4/json2.js", HttpStatusCode.OK)]
    [InlineData("/3.2.4/json2.min.js", HttpStatusCode.OK)]
    [InlineData("/scripts/sockjs.js", HttpStatusCode.NotFound)]
    [InlineData("/8.6.0/pusher.js", HttpStatusCode.NotFound)]
    public async Task Script_OfAVersion_IsServed(string path, HttpStatusCode status)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(host.AddressOf("http", path));
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.OK)
        {
            Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
            http.DefaultRequestHeaders.IfNoneMatch.Add(answer.Headers.ETag!);
            using HttpResponseMessage again = await http.GetAsync(host.AddressOf("http", path));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }
    }

    private static async Task<PollingClient> OpenAsync(PusherHost host, string? origin = null)
    {
        PollingClient client = new(host, "/pusher", origin: origin);
        Assert.Equal("o", await client.PollAsync());
        return client;
    }
}
