// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.Tests.Sessions;

/// <summary>What the public conformance suites do not see.</summary>
public sealed class SessionTests
{
    private const string Interrupted = "c[1002,\"Connection interrupted\"]\n";

    private readonly ProbeHandler _handler = new();

    [Fact]
    public async Task Heartbeat_FixedBeat_IsNotPostponedByMessages()
    {
        await using TestServer server = await StartAsync();
        RawResponse stream = await server.PostAsync("/probe/0/s/xhr_streaming");
        await stream.ReadChunkAsync();
        Assert.Equal("o\n", await stream.ReadChunkAsync());
        ConnectionContext connection = await _handler.NextAsync();
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await connection.Transport.Output.WriteAsync("x"u8.ToArray());
        Assert.Equal("a[\"x\"]\n", await stream.ReadChunkAsync());
        server.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("h\n", await stream.ReadChunkAsync());
        server.Time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal("h\n", await stream.ReadChunkAsync());
    }

    [Fact]
    public async Task Heartbeat_WaitingPoll_IsAnswered()
    {
        await using TestServer server = await StartAsync();
        await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync();
        Task<RawResponse> poll = await server.BeginPollAsync("/probe/0/s/xhr", await _handler.NextAsync());
        Assert.False(poll.IsCompleted);
        server.Time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal("h\n", await (await poll).ReadBodyAsync());
    }

    [Fact]
    public async Task DisconnectDelay_NoReceiver_EndsTheSessionAndLeavesATombstone()
    {
        await using TestServer server = await StartAsync();
        await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync();
        ConnectionContext connection = await _handler.NextAsync();
        server.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(204, (await server.PostAsync("/probe/0/s/xhr_send", "[]")).Status);
        Assert.False(connection.ConnectionClosed.IsCancellationRequested);

        // A send does not keep it alive.
        server.Time.Advance(TimeSpan.FromSeconds(0.1));
        await ProbeHandler.ClosedAsync(connection);
        Assert.Equal(404, (await server.PostAsync("/probe/0/s/xhr_send", "[]")).Status);
        Assert.Equal(Interrupted, await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());

        server.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("o\n", await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
    }

    [Fact]
    public async Task Receiver_Dropped_EndsTheSessionAtOnce()
    {
        await using TestServer server = await StartAsync();
        RawResponse stream = await server.PostAsync("/probe/0/s/xhr_streaming");
        await stream.ReadChunkAsync();
        await stream.ReadChunkAsync();
        ConnectionContext connection = await _handler.NextAsync();
        stream.Dispose();
        await ProbeHandler.ClosedAsync(connection);
        Assert.Equal(Interrupted, await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
    }

    [Fact]
    public async Task Stop_ManySessions_AreClosedInBatches()
    {
        const int Count = 60;
        await using TestServer server = await StartAsync();
        List<Task<string>> frames = [];
        for (int i = 0; i < Count; i++)
        {
            RawResponse stream = await server.PostAsync($"/probe/0/s{i}/xhr_streaming");
            await stream.ReadChunkAsync();
            await stream.ReadChunkAsync();
            await _handler.NextAsync();
            frames.Add(stream.ReadChunkAsync());
        }

        Task stopping = server.StopAsync();
        foreach (int size in (int[])[25, 25, 10])
        {
            for (int i = 0; i < size; i++)
            {
                Task<string> first = await Task.WhenAny(frames).Within("the next close");
                Assert.Equal("c[1001,\"Server is shutting down\"]\n", await first);
                frames.Remove(first);
            }

            Assert.DoesNotContain(frames, frame => frame.IsCompleted);
            server.Time.Advance(TimeSpan.FromMilliseconds(250));
        }

        await stopping.Within("the end of the server");
    }

    [Theory]
    [InlineData("POST", "xhr", "c[2010,\"Another connection still open\"]\n")]
    [InlineData("POST", "xhr_streaming", "c[2010,\"Another connection still open\"]\n")]
    [InlineData("GET", "eventsource", "data: c[2010,\"Another connection still open\"]\r\n\r\n")]
    [InlineData("GET", "htmlfile?c=x", "<script>\np(\"c[2010,\\\"Another connection still open\\\"]\");\n</script>\r\n")]
    [InlineData("GET", "jsonp?c=x", "/**/x(\"c[2010,\\\"Another connection still open\\\"]\");\r\n")]
    public async Task SecondReceiver_EachTransport_IsRefusedAndTheFirstGoesOn(string method, string transport, string expected)
    {
        await using TestServer server = await StartAsync();
        RawResponse first = await server.PostAsync("/probe/0/s/xhr_streaming");
        await first.ReadChunkAsync();
        await first.ReadChunkAsync();
        ConnectionContext connection = await _handler.NextAsync();
        int timers = server.Time.ArmedTimerCount;
        Task<RawResponse> second = server.SendAsync(method, $"/probe/0/s/{transport}", method == "POST" ? "" : null);
        while (server.Time.ArmedTimerCount == timers)
        {
            // Until the second request waits for the first one to go.
            await Task.Yield();
        }

        server.Time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.EndsWith(expected, await (await second).ReadBodyAsync());
        await connection.Transport.Output.WriteAsync("x"u8.ToArray());
        Assert.Equal("a[\"x\"]\n", await first.ReadChunkAsync());
    }

    [Fact]
    public async Task Close_ByTheHandler_IsToldAgainAndAgainUntilNobodyAsks()
    {
        await using TestServer server = await StartAsync();
        RawResponse stream = await server.PostAsync("/probe/0/s/xhr_streaming");
        await stream.ReadChunkAsync();
        await stream.ReadChunkAsync();
        ConnectionContext connection = await _handler.NextAsync();
        await connection.Transport.Output.WriteAsync("x"u8.ToArray());
        Assert.Equal("a[\"x\"]\n", await stream.ReadChunkAsync());
        connection.Features.GetRequiredFeature<ISockJSFeature>().Close(3000, "Go \"away\"\u2028");
        const string Close = "c[3000,\"Go \\\"away\\\"\\u2028\"]\n";
        Assert.Equal(Close, await stream.ReadChunkAsync());
        Assert.Equal(string.Empty, await stream.ReadChunkAsync());
        for (int i = 0; i < 3; i++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(4));
            Assert.Equal(204, (await server.PostAsync("/probe/0/s/xhr_send", """["lost"]""")).Status);
            Assert.Equal(Close, await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
        }

        server.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("o\n", await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
    }

    [Fact]
    public async Task Close_WithWaitingMessages_ComesAfterThem()
    {
        await using TestServer server = await StartAsync();
        await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync();
        ConnectionContext connection = await _handler.NextAsync();
        foreach (string message in new[] { "a", "", "b" })
        {
            await connection.Transport.Output.WriteAsync(Encoding.UTF8.GetBytes(message));
        }

        connection.Features.GetRequiredFeature<ISockJSFeature>().Close(1000, "Done");
        Assert.Equal("a[\"a\",\"\",\"b\"]\n", await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
        Assert.Equal("c[1000,\"Done\"]\n", await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
        Assert.True((await connection.Transport.Output.WriteAsync("late"u8.ToArray())).IsCompleted);
    }

    [Fact]
    public async Task Session_OtherService_IsAnotherOne()
    {
        await using TestServer server = await StartAsync();
        await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync();
        Assert.Equal(404, (await server.PostAsync("/echo/0/s/xhr_send", "[]")).Status);
    }

    [Fact]
    public async Task Session_OtherUser_IsNotFound()
    {
        await using TestServer server = await StartAsync();
        await (await server.PostAsync("/probe/0/s/xhr", "", "X-User: ann")).ReadBodyAsync();
        foreach (string user in new[] { "X-User: bob", "X-Other: 1" })
        {
            Assert.Equal(404, (await server.PostAsync("/probe/0/s/xhr_send", "[]", user)).Status);
            Assert.Equal(404, (await server.PostAsync("/probe/0/s/xhr", "", user)).Status);
        }

        Assert.Equal(204, (await server.PostAsync("/probe/0/s/xhr_send", "[]", "X-User: ann")).Status);
    }

    [Fact]
    public async Task HttpContext_AfterTheFirstRequest_IsStillThere()
    {
        await using TestServer server = await StartAsync();
        await (await server.PostAsync("/probe/0/secret/xhr?token=t", "", "X-User: ann", "X-Extra: e")).ReadBodyAsync();
        ConnectionContext connection = await _handler.NextAsync();
        Assert.Equal(404, (await server.GetAsync("/echo/other")).Status);
        HttpContext context = connection.Features.GetRequiredFeature<IHttpContextFeature>().HttpContext!;
        Assert.Equal("ann", context.User.Identity!.Name);
        Assert.Equal("/probe", context.Request.Path);
        Assert.Equal("?token=t", context.Request.QueryString.Value);
        Assert.Equal("e", context.Request.Headers["X-Extra"]);
        Assert.Equal("127.0.0.1", context.Connection.RemoteIpAddress!.ToString());
        Assert.NotNull(context.RequestServices.GetService(typeof(TimeProvider)));
        Assert.NotEqual("secret", connection.ConnectionId);
        connection.Abort();
        await ProbeHandler.ClosedAsync(connection);
        Assert.True(context.RequestAborted.IsCancellationRequested);
    }

    [Fact]
    public async Task Stop_OpenStream_IsToldAndEnds()
    {
        await using TestServer server = await StartAsync();
        RawResponse stream = await server.PostAsync("/probe/0/s/xhr_streaming");
        await stream.ReadChunkAsync();
        await stream.ReadChunkAsync();
        await _handler.NextAsync();
        Task stopped = server.StopAsync();
        Assert.Equal("c[1001,\"Server is shutting down\"]\n", await stream.ReadChunkAsync());
        stream.Dispose();
        await stopped.Within("the server's end");
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(app =>
    {
        app.Use(TestUser.SignIn);
        app.UseRouting();
        app.MapSockJS("/probe", _handler.Use);
    });
}
