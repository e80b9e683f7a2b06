// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;

namespace Bridge.SockJS.Tests.Sessions;

public sealed class LimitTests
{
    private readonly ProbeHandler _handler = new();

    [Fact]
    public async Task MaxMessageBytes_LargerBody_IsRefusedAndTheSessionGoesOn()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { MaxMessageBytes = 20 });
        await OpenAsync(server);
        Assert.Equal(413, (await server.PostAsync("/probe/0/s/xhr_send", $"[\"{new string('x', 17)}\"]")).Status);
        Assert.Equal(204, (await server.PostAsync("/probe/0/s/xhr_send", $"[\"{new string('x', 16)}\"]")).Status);
    }

    [Fact]
    public async Task MaxSessions_OneMore_IsRefusedUntilOneIsGone()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { MaxSessions = 1 });
        await OpenAsync(server);
        Assert.Equal(503, (await server.PostAsync("/probe/0/t/xhr")).Status);
        server.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(503, (await server.PostAsync("/probe/0/t/xhr")).Status);
        server.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("o\n", await (await server.PostAsync("/probe/0/t/xhr")).ReadBodyAsync());
    }

    [Theory]
    [InlineData("send")]
    [InlineData("poll")]
    [InlineData("wait")]
    public async Task MaxUnprovenSessionsPerAddress_OneMore_IsRefusedUntilOneIsProven(string proof)
    {
        await using TestServer server = await StartAsync(new SockJSOptions { MaxUnprovenSessionsPerAddress = 1 });
        ConnectionContext connection = await OpenAsync(server);
        Assert.Equal(503, (await server.PostAsync("/probe/0/t/xhr")).Status);
        switch (proof)
        {
            case "send":
                Assert.Equal(204, (await server.PostAsync("/probe/0/s/xhr_send", "[]")).Status);
                break;
            case "poll":
                await server.BeginPollAsync("/probe/0/s/xhr", connection);
                break;
            default:
                server.Time.Advance(TimeSpan.FromSeconds(5));
                server.Time.Advance(TimeSpan.FromSeconds(5));
                break;
        }

        Assert.Equal("o\n", await (await server.PostAsync("/probe/0/t/xhr")).ReadBodyAsync());
        Assert.Equal(503, (await server.PostAsync("/probe/0/u/xhr")).Status);
    }

    [Fact]
    public async Task MaxUnreadBytes_SlowHandler_HoldsTheAnswerBack()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { MaxUnreadBytes = 40 });
        ConnectionContext connection = await OpenAsync(server);
        Assert.Equal(204, (await server.PostAsync("/probe/0/s/xhr_send", """["1"]""")).Status);
        Task<RawResponse> held = server.PostAsync("/probe/0/s/xhr_send", """["2"]""");
        RawResponse refused;
        while ((refused = await server.PostAsync("/probe/0/s/xhr_send", "[]")).Status == 204)
        {
            // Until the one before has been taken in.
            await Task.Yield();
        }

        Assert.Equal(503, refused.Status);
        Assert.False(held.IsCompleted);
        PipeReader input = connection.Transport.Input;
        ReadResult read = await input.ReadAsync();
        Assert.Equal(1, read.Buffer.Length);
        input.AdvanceTo(read.Buffer.End);
        Assert.Equal(204, (await held).Status);
    }

    [Fact]
    public async Task MaxQueuedBytes_WaitPolicy_HoldsTheHandlerUntilTheClientFetches()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { MaxQueuedBytes = 10 });
        ConnectionContext connection = await OpenAsync(server);
        Task<FlushResult> flush = connection.Transport.Output.WriteAsync("0123456789"u8.ToArray()).AsTask();
        Assert.False(flush.IsCompleted);
        Assert.Equal("a[\"0123456789\"]\n", await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
        Assert.False((await flush.Within("the flush")).IsCompleted);

        flush = connection.Transport.Output.WriteAsync("0123456789"u8.ToArray()).AsTask();
        Assert.False(flush.IsCompleted);
        server.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.True((await flush.Within("the flush")).IsCompleted);
    }

    [Fact]
    public async Task MaxQueuedBytes_CanceledFlush_Returns()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { MaxQueuedBytes = 1 });
        ConnectionContext connection = await OpenAsync(server);
        Task<FlushResult> flush = connection.Transport.Output.WriteAsync("x"u8.ToArray()).AsTask();
        connection.Transport.Output.CancelPendingFlush();
        Assert.True((await flush.Within("the flush")).IsCanceled);
    }

    [Fact]
    public async Task MaxQueuedBytes_DisconnectPolicy_ClosesTheSession()
    {
        await using TestServer server = await StartAsync(
            new SockJSOptions { MaxQueuedBytes = 10, SlowConsumer = SlowConsumerPolicy.Disconnect });
        ConnectionContext connection = await OpenAsync(server);
        Assert.True((await connection.Transport.Output.WriteAsync("0123456789"u8.ToArray())).IsCompleted);
        Assert.Equal("c[1008,\"Client is too slow\"]\n", await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
    }

    [Fact]
    public async Task AllowedOrigins_OthersAndThoseWithoutProof_AreRefused()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { AllowedOrigins = { "https://good.example" } });
        Assert.Equal(200, (await server.GetAsync("/probe/info", "Origin: https://good.example")).Status);
        RawResponse refused = await server.GetAsync("/probe/info", "Origin: https://bad.example");
        Assert.Equal(403, refused.Status);
        Assert.Null(refused["Access-Control-Allow-Origin"]);
        foreach (string path in new[] { "iframe.html", "0/s/htmlfile?c=x", "0/s/jsonp?c=x" })
        {
            Assert.Equal(404, (await server.GetAsync($"/probe/{path}")).Status);
        }
    }

    [Fact]
    public async Task Transports_SwitchedOff_AreNotFound()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { Transports = SockJSTransports.EventSource });
        foreach (string path in new[] { "websocket", "0/s/websocket", "0/s/htmlfile?c=x", "0/s/jsonp?c=x" })
        {
            Assert.Equal(404, (await server.GetAsync($"/probe/{path}")).Status);
        }

        Assert.Equal(404, (await server.PostAsync("/probe/0/s/xhr")).Status);
        Assert.Equal(404, (await server.PostAsync("/probe/0/s/xhr_streaming")).Status);
        Assert.Equal(404, (await server.PostAsync("/probe/0/s/jsonp_send", "[]")).Status);
        Assert.Equal(200, (await server.GetAsync("/probe/0/s/eventsource")).Status);
        Assert.Equal(204, (await server.PostAsync("/probe/0/s/xhr_send", "[]")).Status);
    }

    private async Task<ConnectionContext> OpenAsync(TestServer server)
    {
        Assert.Equal("o\n", await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
        return await _handler.NextAsync();
    }

    private Task<TestServer> StartAsync(SockJSOptions options) =>
        TestServer.StartAsync(app => app.MapSockJS("/probe", _handler.Use, options));
}
