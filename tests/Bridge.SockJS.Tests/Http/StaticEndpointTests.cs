// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text.Json;
using Bridge.SockJS.Tests.Conformance;
using Bridge.SockJS.Tests.Hosts;

namespace Bridge.SockJS.Tests.Http;

public abstract class StaticEndpointTests
{
    private const string ClientUrl = "https://cdn.jsdelivr.net/npm/sockjs-client@1/dist/sockjs.min.js";

    // Tests share the test host: each has sessions of its own.
    private readonly string _id = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("/echo")]
    [InlineData("/echo/")]
    [InlineData("/echo?t=1")]
    public async Task Greeting_EachForm_IsTheWelcome(string target)
    {
        await using IRawServer server = await StartAsync();
        RawResponse response = await server.GetAsync(target);
        Assert.Equal(200, response.Status);
        Assert.Equal("text/plain; charset=UTF-8", response["Content-Type"]);
        Assert.Equal("19", response["Content-Length"]);
        Assert.Null(response["Set-Cookie"]);
        Assert.Equal("Welcome to SockJS!\n", await response.ReadBodyAsync());
    }

    [Theory]
    [InlineData("/echo//")]
    [InlineData("/echo///")]
    [InlineData("/echo/a")]
    [InlineData("/echo/a.html")]
    [InlineData("/echo/a/a")]
    [InlineData("/echo/a/a/")]
    [InlineData("/echo/IFRAME.HTML")]
    [InlineData("/echo/iframe.HTML")]
    [InlineData("/echo/iframe.htm")]
    [InlineData("/echo/iframe")]
    [InlineData("/echo/iframe-/.html")]
    [InlineData("/echo//x/xhr")]
    [InlineData("/echo/x//xhr")]
    [InlineData("/echo/a.b/x/xhr")]
    [InlineData("/echo/x/a.b/xhr")]
    [InlineData("/echo/x/y/z/xhr")]
    [InlineData("/echo/x/y/XHR")]
    public async Task UnknownPath_GetAndPost_AreNotFound(string target)
    {
        await using IRawServer server = await StartAsync();
        Assert.Equal(404, (await server.GetAsync(target)).Status);
        Assert.Equal(404, (await server.PostAsync(target)).Status);
    }

    [Theory]
    [InlineData("GET", "/echo/x/y/xhr", "OPTIONS, POST")]
    [InlineData("HEAD", "/echo/info", "OPTIONS, GET")]
    [InlineData("POST", "/echo/x/y/eventsource", "GET")]
    [InlineData("OPTIONS", "/echo/x/y/jsonp", "GET")]
    [InlineData("GET", "/echo/x/y/jsonp_send", "POST")]
    [InlineData("POST", "/echo/x/y/websocket", "GET")]
    [InlineData("POST", "/echo", "GET")]
    [InlineData("POST", "/echo/iframe.html", "GET")]
    public async Task WrongMethod_KnownPath_NamesTheRightOnes(string method, string target, string allowed)
    {
        await using IRawServer server = await StartAsync();
        RawResponse response = await server.SendAsync(method, target, method == "POST" ? string.Empty : null);
        Assert.Equal(405, response.Status);
        Assert.Equal(allowed, response["Allow"]);
        Assert.Null(response["Content-Type"]);
        Assert.Equal("0", response["Content-Length"] ?? "0");
    }

    [Fact]
    public async Task Info_TwoAnswers_DifferInEntropy()
    {
        await using IRawServer server = await StartAsync();
        RawResponse response = await server.GetAsync("/echo/info", "Origin: null");
        Assert.Equal("application/json; charset=UTF-8", response["Content-Type"]);
        Assert.Equal("no-store, no-cache, no-transform, must-revalidate, max-age=0", response["Cache-Control"]);
        Assert.Equal("null", response["Access-Control-Allow-Origin"]);
        Assert.Equal("true", response["Access-Control-Allow-Credentials"]);
        Assert.Equal("Origin", response["Vary"]);
        using JsonDocument info = JsonDocument.Parse(await response.ReadBodyAsync());
        Assert.True(info.RootElement.GetProperty("websocket").GetBoolean());
        Assert.False(info.RootElement.GetProperty("cookie_needed").GetBoolean());
        Assert.Equal("""["*:*"]""", info.RootElement.GetProperty("origins").GetRawText());
        using JsonDocument next = JsonDocument.Parse(await (await server.GetAsync("/echo/info")).ReadBodyAsync());
        Assert.NotEqual(
            info.RootElement.GetProperty("entropy").GetUInt32(), next.RootElement.GetProperty("entropy").GetUInt32());
    }

    [Fact]
    public async Task Info_OtherServices_TellTheirOptions()
    {
        await using IRawServer server = await StartAsync();
        Assert.Contains("\"websocket\":false", await (await server.GetAsync("/disabled_websocket_echo/info")).ReadBodyAsync());
        Assert.Contains("\"cookie_needed\":true", await (await server.GetAsync("/cookie_needed_echo/info")).ReadBodyAsync());
    }

    [Theory]
    [InlineData("/echo/info", "OPTIONS, GET")]
    [InlineData("/echo/x/y/xhr", "OPTIONS, POST")]
    [InlineData("/echo/x/y/xhr_streaming", "OPTIONS, POST")]
    [InlineData("/echo/x/y/xhr_send", "OPTIONS, POST")]
    public async Task Options_EachCorsRoute_IsCacheable(string target, string methods)
    {
        await using IRawServer server = await StartAsync();
        RawResponse response = await server.SendAsync(
            "OPTIONS", target, null, "Origin: http://a.example", "Access-Control-Request-Headers: a, b, c");
        Assert.Equal(204, response.Status);
        Assert.Equal("public, max-age=31536000", response["Cache-Control"]);
        DateTimeOffset inAYear = server.Clock.GetUtcNow().AddDays(365);
        DateTimeOffset expires = DateTimeOffset.ParseExact(response["Expires"]!, "R", CultureInfo.InvariantCulture);
        Assert.InRange(expires, inAYear.AddMinutes(-5), inAYear);
        Assert.Equal("31536000", response["Access-Control-Max-Age"]);
        Assert.Equal(methods, response["Access-Control-Allow-Methods"]);
        Assert.Equal("a, b, c", response["Access-Control-Allow-Headers"]);
        Assert.Equal("http://a.example", response["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Access-Control-Request-Headers: ")]
    [InlineData("Origin: http://\u00e9.example")]
    public async Task Cors_NothingToEcho_IsForAll(string header)
    {
        await using IRawServer server = await StartAsync();
        RawResponse response = await server.GetAsync("/echo/info", header.Length == 0 ? [] : [header]);
        Assert.Equal(200, response.Status);
        Assert.Equal("*", response["Access-Control-Allow-Origin"]);
        Assert.Null(response["Access-Control-Allow-Credentials"]);
        Assert.Null(response["Access-Control-Allow-Headers"]);
    }

    [Theory]
    [InlineData("iframe.html")]
    [InlineData("iframe-a.html")]
    [InlineData("iframe-0.1.2abc-dirty.2144.html?t=1")]
    public async Task Iframe_EachName_IsThePage(string name)
    {
        await using IRawServer server = await StartAsync();
        RawResponse response = await server.GetAsync("/echo/" + name);
        string page = await response.ReadBodyAsync();
        Assert.Equal("text/html; charset=UTF-8", response["Content-Type"]);
        Assert.Null(response["Set-Cookie"]);
        Assert.Null(response["Last-Modified"]);
        Assert.Equal(409 + ClientUrl.Length, page.Length);
        Assert.Equal(16, page.Split('\n').Length);
        Assert.Contains($"<script src=\"{ClientUrl}\"></script>", page);

        RawResponse again = await server.GetAsync("/echo/" + name, $"If-None-Match: {response["ETag"]}");
        Assert.Equal(304, again.Status);
        Assert.Null(again["Content-Type"]);
    }

    [Theory]
    [InlineData("", "JSESSIONID=dummy; path=/")]
    [InlineData("JSESSIONID=abc%41", "JSESSIONID=abc%41; path=/")]
    [InlineData("a=b; JSESSIONID=x; c=d", "JSESSIONID=x; path=/")]
    public async Task Cookie_ServiceWithIt_IsSetOnSessions(string sent, string expected)
    {
        await using IRawServer server = await StartAsync();
        string[] headers = sent.Length == 0 ? [] : [$"Cookie: {sent}"];
        foreach (string transport in new[] { "xhr", "xhr_streaming" })
        {
            RawResponse response = await server.PostAsync($"/cookie_needed_echo/0/{_id}{transport}/{transport}", "", headers);
            Assert.Equal(expected, response["Set-Cookie"]);
        }

        foreach (string transport in new[] { "eventsource", "htmlfile?c=x", "jsonp?c=x" })
        {
            RawResponse response = await server.GetAsync($"/cookie_needed_echo/0/{_id}{transport.Split('?')[0]}/{transport}", headers);
            Assert.Equal(expected, response["Set-Cookie"]);
        }

        Assert.Null((await server.GetAsync("/cookie_needed_echo/info", headers))["Set-Cookie"]);
        Assert.Null((await server.PostAsync($"/echo/0/{_id}none/xhr", "", headers))["Set-Cookie"]);
    }

    protected abstract Task<IRawServer> StartAsync();

    public sealed class InProcess : StaticEndpointTests
    {
        protected override async Task<IRawServer> StartAsync() => await TestServer.StartAsync();
    }

    public sealed class OfTheTestHost(TestHostProcess host) : StaticEndpointTests, IClassFixture<TestHostProcess>
    {
        protected override Task<IRawServer> StartAsync() => Task.FromResult<IRawServer>(new SharedTestHost(host));
    }
}
