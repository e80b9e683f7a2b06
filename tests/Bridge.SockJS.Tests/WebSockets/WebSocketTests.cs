// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.Tests.WebSockets;

public sealed class WebSocketTests
{
    private readonly ProbeHandler _handler = new();

    [Fact]
    public async Task Framed_EachFormOfInput_ComesBack()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ClientWebSocket socket = await server.ConnectAsync("/echo/0/w/websocket");
        Assert.Equal("o", await ReceiveAsync(socket));
        await SendAsync(socket, "");
        await SendAsync(socket, "[]");
        await SendAsync(socket, """["a"]""");
        Assert.Equal("""a["a"]""", await ReceiveAsync(socket));
        await SendAsync(socket, "\"b\"");
        Assert.Equal("""a["b"]""", await ReceiveAsync(socket));
        Assert.Equal(404, (await server.PostAsync("/echo/0/w/xhr_send", "[]")).Status);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("the close");
    }

    [Fact]
    public async Task Framed_SameIdTwice_AreTwoSessions()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ClientWebSocket one = await server.ConnectAsync("/echo/0/w/websocket");
        using ClientWebSocket two = await server.ConnectAsync("/echo/0/w/websocket");
        Assert.Equal("o", await ReceiveAsync(one));
        Assert.Equal("o", await ReceiveAsync(two));
        await SendAsync(two, """["2"]""");
        Assert.Equal("""a["2"]""", await ReceiveAsync(two));
    }

    [Fact]
    public async Task Framed_CloseByTheHandler_IsAFrameAndANormalClose()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ClientWebSocket socket = await server.ConnectAsync("/close/0/w/websocket");
        Assert.Equal("o", await ReceiveAsync(socket));
        Assert.Equal("""c[3000,"Go away!"]""", await ReceiveAsync(socket));
        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Theory]
    [InlineData("[\"x")]
    [InlineData("[1]")]
    [InlineData("{}")]
    public async Task Framed_BadInput_ClosesWithoutAFrame(string input)
    {
        await using TestServer server = await StartAsync(new SockJSOptions());
        using ClientWebSocket socket = await server.ConnectAsync("/probe/0/w/websocket");
        Assert.Equal("o", await ReceiveAsync(socket));
        ConnectionContext connection = await _handler.NextAsync();
        await SendAsync(socket, input);
        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(3000, (int)socket.CloseStatus!);
        await ProbeHandler.ClosedAsync(connection);
    }

    [Fact]
    public async Task Framed_BinaryAndTooBig_AreRefused()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { MaxMessageBytes = 10 });
        using ClientWebSocket binary = await server.ConnectAsync("/probe/0/w/websocket");
        Assert.Equal("o", await ReceiveAsync(binary));
        await binary.SendAsync("[]"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.Null(await ReceiveAsync(binary));
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, binary.CloseStatus);

        using ClientWebSocket big = await server.ConnectAsync("/probe/0/w/websocket");
        Assert.Equal("o", await ReceiveAsync(big));
        await SendAsync(big, $"[\"{new string('x', 100)}\"]");
        Assert.Null(await ReceiveAsync(big));
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, big.CloseStatus);
    }

    [Fact]
    public async Task Framed_Silence_IsFilledWithHeartbeats()
    {
        await using TestServer server = await StartAsync(new SockJSOptions());
        using ClientWebSocket socket = await server.ConnectAsync("/probe/0/w/websocket");
        Assert.Equal("o", await ReceiveAsync(socket));
        server.Time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal("h", await ReceiveAsync(socket));
    }

    [Fact]
    public async Task Framed_ClientGone_EndsTheConnection()
    {
        await using TestServer server = await StartAsync(new SockJSOptions());
        using ClientWebSocket socket = await server.ConnectAsync("/probe/0/w/websocket");
        ConnectionContext connection = await _handler.NextAsync();
        socket.Abort();
        await ProbeHandler.ClosedAsync(connection);
    }

    [Fact]
    public async Task Raw_Text_ComesBackAsItIs()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ClientWebSocket socket = await server.ConnectAsync("/echo/websocket");
        foreach (string text in new[] { "Hello world!\uffff", "", "[\"a\"]" })
        {
            await SendAsync(socket, text);
            Assert.Equal(text, await ReceiveAsync(socket));
        }
    }

    [Theory]
    [InlineData(3000)]
    [InlineData(1000)]
    public async Task Raw_CloseByTheHandler_HasCodeAndAReasonThatFits(int code)
    {
        await using TestServer server = await StartAsync(new SockJSOptions());
        using ClientWebSocket socket = await server.ConnectAsync("/probe/websocket");
        ConnectionContext connection = await _handler.NextAsync();
        connection.Features.GetRequiredFeature<ISockJSFeature>().Close(code, new string('\u00e9', 100));
        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(code, (int)socket.CloseStatus!);
        Assert.Equal(new string('\u00e9', 61), socket.CloseStatusDescription);
    }

    [Fact]
    public async Task Stop_OpenWebSockets_AreToldAndClosed()
    {
        await using TestServer server = await StartAsync(new SockJSOptions());
        using ClientWebSocket framed = await server.ConnectAsync("/probe/0/w/websocket");
        Assert.Equal("o", await ReceiveAsync(framed));
        await _handler.NextAsync();
        using ClientWebSocket raw = await server.ConnectAsync("/probe/websocket");
        await _handler.NextAsync();

        Task stopped = server.StopAsync();

        Assert.Equal("""c[1001,"Server is shutting down"]""", await ReceiveAsync(framed));
        Assert.Null(await ReceiveAsync(framed));
        Assert.Null(await ReceiveAsync(raw));
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, raw.CloseStatus);
        framed.Dispose();
        raw.Dispose();
        await stopped.Within("the server's end");
    }

    [Fact]
    public async Task Close_CodeOutOfRange_IsAnError()
    {
        await using TestServer server = await StartAsync(new SockJSOptions());
        using ClientWebSocket socket = await server.ConnectAsync("/probe/websocket");
        ISockJSFeature session = (await _handler.NextAsync()).Features.GetRequiredFeature<ISockJSFeature>();
        Assert.Equal(SockJSTransports.RawWebSocket, session.Transport);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Close(1006, "no"));
    }

    [Theory]
    [InlineData("Accept: */*", "Accept: */*", "Accept: */*")]
    [InlineData("Upgrade: WebSocket", "Connection: close", "Sec-WebSocket-Version: 13")]
    [InlineData("Upgrade: WebSocket", "Connection: Upgrade", "Sec-WebSocket-Version: 12")]
    [InlineData("Upgrade: WebSocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")]
    public async Task Handshake_NotOne_IsRefused(params string[] headers)
    {
        await using TestServer server = await TestServer.StartAsync();
        Assert.Equal(400, (await server.GetAsync("/echo/0/w/websocket", headers)).Status);
        Assert.Equal(400, (await server.GetAsync("/echo/websocket", headers)).Status);
        Assert.Equal(404, (await server.GetAsync("/disabled_websocket_echo/websocket", headers)).Status);
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None).Within("a send");

    /// <summary>The next message, or null for the close.</summary>
    private static async Task<string?> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[4096];
        WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, CancellationToken.None).Within("a message");
        return result.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private Task<TestServer> StartAsync(SockJSOptions options) =>
        TestServer.StartAsync(app => app.MapSockJS("/probe", _handler.Use, options));
}
