// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.Tests.Sessions;

public sealed class SockJSMetricsTests
{
    private readonly ProbeHandler _handler = new();

    [Fact]
    public async Task Session_FromOpenToClose_IsMeasured()
    {
        await using TestServer server = await StartAsync(new SockJSOptions());
        using MeterReading reading = new(server);
        await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync();
        ConnectionContext connection = await _handler.NextAsync();
        Assert.Equal(1, reading["sessions.active{xhr_polling}"]);
        await server.PostAsync("/probe/0/s/xhr_send", """["abc","\u00e9"]""");
        await connection.Transport.Output.WriteAsync("xy"u8.ToArray());
        Assert.Equal(0, reading["messages.sent{xhr_polling}"]);
        await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync();
        server.Time.Advance(TimeSpan.FromSeconds(3));
        connection.Features.GetRequiredFeature<ISockJSFeature>().Close(4321, "Enough");

        Assert.Equal(0, reading["sessions.active{xhr_polling}"]);
        Assert.Equal(1, reading["sessions.opened{xhr_polling}"]);
        Assert.Equal(3, reading["sessions.duration{xhr_polling,application}"]);
        Assert.Equal(2, reading["messages.received{xhr_polling}"]);
        Assert.Equal(5, reading["bytes.received{xhr_polling}"]);
        Assert.Equal(1, reading["messages.sent{xhr_polling}"]);
        Assert.Equal(4, reading["bytes.sent{xhr_polling}"]);
    }

    [Fact]
    public async Task Session_EachEnd_HasItsReason()
    {
        await using TestServer server = await StartAsync(new SockJSOptions());
        using MeterReading reading = new(server);
        using ClientWebSocket socket = await server.ConnectAsync("/probe/websocket");
        ConnectionContext raw = await _handler.NextAsync();
        await (await server.GetAsync("/probe/0/j/jsonp?c=x")).ReadBodyAsync();
        ConnectionContext polled = await _handler.NextAsync();
        server.Time.Advance(TimeSpan.FromSeconds(5));
        await ProbeHandler.ClosedAsync(polled);
        Assert.Equal(5, reading["sessions.duration{jsonp_polling,interrupted}"]);
        socket.Abort();
        await ProbeHandler.ClosedAsync(raw);
        Assert.Equal(5, reading["sessions.duration{websocket_raw,interrupted}"]);
    }

    [Fact]
    public async Task Session_OpenBeforeAnybodyListened_IsNotSubtracted()
    {
        await using TestServer server = await StartAsync(new SockJSOptions());
        await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync();
        ConnectionContext connection = await _handler.NextAsync();
        using MeterReading reading = new(server);
        connection.Abort();
        await ProbeHandler.ClosedAsync(connection);
        Assert.Equal(0, reading["sessions.active{xhr_polling}"]);
    }

    [Fact]
    public async Task Limits_Exceeded_AreCounted()
    {
        await using TestServer server = await StartAsync(new SockJSOptions
        {
            MaxSessions = 1, MaxMessageBytes = 10, MaxQueuedBytes = 1, SlowConsumer = SlowConsumerPolicy.Disconnect,
        });
        using MeterReading reading = new(server);
        await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync();
        ConnectionContext connection = await _handler.NextAsync();
        Assert.Equal(503, (await server.PostAsync("/probe/0/t/xhr")).Status);
        Assert.Equal(413, (await server.PostAsync("/probe/0/s/xhr_send", "[\"12345678\"]")).Status);
        await connection.Transport.Output.WriteAsync("x"u8.ToArray());
        Assert.Equal(1, reading["requests.refused{sessions}"]);
        Assert.Equal(1, reading["requests.refused{message}"]);
        Assert.Equal(1, reading["slow_consumers{xhr_polling}"]);
        Assert.Equal(1, reading["sessions.opened{xhr_polling}"]);
    }

    private Task<TestServer> StartAsync(SockJSOptions options) =>
        TestServer.StartAsync(app => app.MapSockJS("/probe", _handler.Use, options));
}
