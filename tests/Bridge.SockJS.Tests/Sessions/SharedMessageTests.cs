// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.Tests.Sessions;

public sealed class SharedMessageTests
{
    private const string Text = "\"100%\"\u2028😀";
    private const string Literal = """
        "\"100%\"\u2028\ud83d\ude00"
        """;

    private readonly ProbeHandler _handler = new();
    private readonly SockJSMessage _message = SockJSMessage.FromText(Encoding.UTF8.GetBytes(Text));

    [Fact]
    public void FromText_DifficultText_IsEscapedAsInAnyFrame() => Assert.Equal(Literal, Encoding.UTF8.GetString(_message.Literal.Span));

    [Fact]
    public async Task SendAsync_BetweenFlushes_KeepsTheOrder()
    {
        await using TestServer server = await StartAsync();
        Assert.Equal("o\n", await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
        ConnectionContext connection = await _handler.NextAsync();
        ISockJSFeature session = connection.Features.GetRequiredFeature<ISockJSFeature>();
        await connection.Transport.Output.WriteAsync("1"u8.ToArray());
        Assert.True(await session.SendAsync(_message));
        Assert.True(await session.SendAsync(SockJSMessage.FromLiteral(_message.Literal)));
        await connection.Transport.Output.WriteAsync("2"u8.ToArray());
        Assert.Equal($"a[\"1\",{Literal},{Literal},\"2\"]\n", await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
    }

    [Fact]
    public async Task SendAsync_RawWebSocket_SendsTheTextItself()
    {
        await using TestServer server = await StartAsync();
        using ClientWebSocket socket = await server.ConnectAsync("/probe/websocket");
        ConnectionContext connection = await _handler.NextAsync();
        await connection.Features.GetRequiredFeature<ISockJSFeature>().SendAsync(_message);
        byte[] buffer = new byte[100];
        ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().Within("a message");
        Assert.Equal(Text, Encoding.UTF8.GetString(buffer.AsSpan(0, received.Count)));
    }

    [Fact]
    public async Task SendAsync_ClosedSession_SaysSo()
    {
        await using TestServer server = await StartAsync();
        Assert.Equal("o\n", await (await server.PostAsync("/probe/0/s/xhr")).ReadBodyAsync());
        ISockJSFeature session = (await _handler.NextAsync()).Features.GetRequiredFeature<ISockJSFeature>();
        session.Close(3000, "bye");
        Assert.False(await session.SendAsync(_message));
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(app => app.MapSockJS("/probe", _handler.Use));
}
