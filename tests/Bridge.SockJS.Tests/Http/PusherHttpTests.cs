// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;

namespace Bridge.SockJS.Tests.Http;

/// <summary>The rules of <see cref="SockJSClient.PusherHttp"/>.</summary>
public sealed class PusherHttpTests
{
    private const int ClientLimit = 256 * 1024;
    private const string Session = "/pusher/app/key/1/abcdefgh";

    private readonly ProbeHandler _handler = new();

    [Fact]
    public async Task Stream_OverTheClientsLimit_GoesOnWithTheNextRequestWithoutLoss()
    {
        await using TestServer server = await StartAsync();
        (RawResponse first, ConnectionContext connection) = await OpenStreamAsync(server);

        // The prelude, "o" and this line are one character less than what the client takes.
        string text = new('ü', ClientLimit - 2_049 - 2 - "a[\"\"]\n".Length - 1);
        await SendAsync(connection, text);
        Assert.Equal($"a[\"{text}\"]\n", await ReadLineAsync(first));
        await SendAsync(connection, "over");
        Assert.Equal("a[\"over\"]\n", await first.ReadChunkAsync());
        await SendAsync(connection, "kept");
        await SendAsync(connection, "too");

        server.Time.Advance(TimeSpan.FromSeconds(4));
        RawResponse second = await server.PostAsync($"{Session}/xhr_streaming");
        Assert.Equal("a[\"kept\",\"too\"]\n", await second.ReadChunkAsync());
        first.Dispose();
        await SendAsync(connection, "after");
        Assert.Equal("a[\"after\"]\n", await second.ReadChunkAsync());
        server.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(connection.ConnectionClosed.IsCancellationRequested);
    }

    [Fact]
    public async Task Stream_OverTheClientsLimitAndNoNextRequest_EndsTheSession()
    {
        await using TestServer server = await StartAsync();
        (RawResponse stream, ConnectionContext connection) = await OpenStreamAsync(server);
        int timers = server.Time.ArmedTimerCount;
        await SendAsync(connection, new string('x', ClientLimit));
        await ReadLineAsync(stream);
        while (server.Time.ArmedTimerCount == timers)
        {
            // Until the response is left to the client.
            await Task.Yield();
        }

        server.Time.Advance(TimeSpan.FromSeconds(5));
        await ProbeHandler.ClosedAsync(connection);
        Assert.Equal(string.Empty, await stream.ReadChunkAsync());
    }

    [Fact]
    public async Task EmptySend_FromAStream_IsAnsweredUnlessItAnswers()
    {
        await using TestServer server = await StartAsync();
        (RawResponse stream, _) = await OpenStreamAsync(server);

        await SendEmptyAsync(server);
        Assert.Equal("h\n", await stream.ReadChunkAsync());
        await SendEmptyAsync(server); // the echo of that heartbeat
        server.Time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal("h\n", await stream.ReadChunkAsync());
        await SendEmptyAsync(server); // and of this one
        await SendEmptyAsync(server); // its own question again
        Assert.Equal("h\n", await stream.ReadChunkAsync());

        server.Time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal("h\n", await stream.ReadChunkAsync());
    }

    [Fact]
    public async Task EmptySend_FromAPoll_EndsThePollWithAHeartbeat()
    {
        await using TestServer server = await StartAsync();
        Assert.Equal("o\n", await (await server.PostAsync($"{Session}/xhr")).ReadBodyAsync());
        ConnectionContext connection = await _handler.NextAsync();
        for (int i = 0; i < 2; i++)
        {
            Task<RawResponse> poll = await server.BeginPollAsync($"{Session}/xhr", connection);
            await SendEmptyAsync(server);
            Assert.Equal("h\n", await (await poll).ReadBodyAsync());
        }

        await SendEmptyAsync(server);
        Assert.Equal("h\n", await (await server.PostAsync($"{Session}/xhr")).ReadBodyAsync());
    }

    [Fact]
    public async Task SecondReceiver_StreamStillOpen_TakesItsPlace()
    {
        await using TestServer server = await StartAsync();
        (RawResponse first, ConnectionContext connection) = await OpenStreamAsync(server);
        RawResponse second = await server.PostAsync($"{Session}/xhr_streaming");
        Assert.Equal("c[2010,\"Another connection still open\"]\n", await first.ReadChunkAsync());
        Assert.Equal(string.Empty, await first.ReadChunkAsync());
        await SendAsync(connection, "x");
        Assert.Equal("a[\"x\"]\n", await second.ReadChunkAsync());
    }

    [Fact]
    public async Task Session_OtherKeyInThePath_IsAnotherOne()
    {
        await using TestServer server = await StartAsync();
        (_, ConnectionContext connection) = await OpenStreamAsync(server);
        Assert.Equal("key", connection.GetHttpContext()!.Request.RouteValues["key"]);
        Assert.Equal("/pusher/app/key", connection.GetHttpContext()!.Request.Path);
        Assert.Equal(404, (await server.PostAsync("/pusher/app/other/1/abcdefgh/xhr_send", "[]")).Status);
        Assert.Equal("o\n", await (await server.PostAsync("/pusher/app/other/1/abcdefgh/xhr")).ReadBodyAsync());
        Assert.Equal("other", (await _handler.NextAsync()).GetHttpContext()!.Request.RouteValues["key"]);
    }

    [Fact]
    public async Task Headers_ForAnotherOrigin_AllowAllWithoutCredentials()
    {
        await using TestServer server = await StartAsync();
        string[] preflight = ["Origin: https://page.example", "Access-Control-Request-Headers: content-type"];
        RawResponse allowed = await server.SendAsync("OPTIONS", $"{Session}/xhr_send", null, preflight);
        Assert.Equal(204, allowed.Status);
        Assert.Equal("*", allowed["Access-Control-Allow-Origin"]);
        Assert.Equal("content-type", allowed["Access-Control-Allow-Headers"]);
        Assert.Contains("POST", allowed["Access-Control-Allow-Methods"]);
        Assert.NotNull(allowed["Access-Control-Max-Age"]);

        foreach (string transport in new[] { "xhr", "xhr_streaming" })
        {
            RawResponse response = await server.PostAsync($"{Session}/{transport}", "", "Origin: https://page.example");
            Assert.Equal("*", response["Access-Control-Allow-Origin"]);
            Assert.Null(response["Access-Control-Allow-Credentials"]);
            Assert.Equal(transport == "xhr" ? null : "no", response["X-Accel-Buffering"]);
            Assert.Contains("no-store", response["Cache-Control"]);
            Assert.Equal("application/javascript; charset=UTF-8", response["Content-Type"]);
        }
    }

    [Theory]
    [InlineData("GET", "/1/abcdefgh/xhr", 405)]
    [InlineData("GET", "/1/abcdefgh/xhr_streaming", 405)]
    [InlineData("GET", "/1/abcdefgh/eventsource", 404)]
    [InlineData("GET", "/1/abcdefgh/jsonp?c=x", 404)]
    [InlineData("GET", "/1/abcdefgh/websocket", 404)]
    [InlineData("GET", "/websocket", 404)]
    [InlineData("GET", "/info", 404)]
    [InlineData("GET", "/iframe.html", 404)]
    [InlineData("GET", "", 404)]
    [InlineData("POST", "/1/abcdefgh/xhr_send", 500)]
    public async Task OtherRequests_Any_OpenNoSession(string method, string path, int status)
    {
        await using TestServer server = await StartAsync();
        Assert.Equal(status, (await server.SendAsync(method, $"/pusher/app/key{path}", method == "POST" ? "" : null)).Status);
        Assert.Equal(404, (await server.PostAsync($"{Session}/xhr_send", "[]")).Status);
    }

    /// <summary>A line that may be too long for one chunk.</summary>
    private static async Task<string> ReadLineAsync(RawResponse stream)
    {
        StringBuilder line = new();
        do
        {
            line.Append(await stream.ReadChunkAsync());
        }
        while (line[^1] != '\n');
        return line.ToString();
    }

    private static async Task SendAsync(ConnectionContext connection, string text) =>
        await connection.Transport.Output.WriteAsync(Encoding.UTF8.GetBytes(text));

    private static async Task SendEmptyAsync(TestServer server) =>
        Assert.Equal(204, (await server.PostAsync($"{Session}/xhr_send", "[]")).Status);

    private async Task<(RawResponse Stream, ConnectionContext Connection)> OpenStreamAsync(TestServer server)
    {
        RawResponse stream = await server.PostAsync($"{Session}/xhr_streaming");
        Assert.Equal(new string('h', 2_048) + "\n", await stream.ReadChunkAsync());
        Assert.Equal("o\n", await stream.ReadChunkAsync());
        return (stream, await _handler.NextAsync());
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(app =>
        app.MapSockJS("/pusher/app/{key}", _handler.Use, new SockJSOptions { Client = SockJSClient.PusherHttp }));
}
