// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;

namespace Bridge.SockJS.Tests.WebSockets;

public sealed class PingTests
{
    private const string Ping = "\u0089\0";
    private const string Heartbeat = "\u0081\u0001h";
    private const string Pong = "\u008a\u0080\0\0\0\0";

    private static readonly TimeSpan HeartbeatDelay = new SockJSOptions().HeartbeatDelay;

    private readonly ProbeHandler _handler = new();

    [Theory]
    [InlineData("/probe/0/s/websocket", "\u0081\u0001o", Heartbeat + Ping)]
    [InlineData("/probe/websocket", "", Ping)]
    public async Task Heartbeat_PeerThatAnswers_GoesOn(string path, string first, string beat)
    {
        await using TestServer server = await StartAsync();
        using RawConnection connection = await ConnectAsync(server, path);
        Assert.Equal(first, await connection.ReadAsync(first.Length));
        ConnectionContext handled = await _handler.NextAsync();
        for (int i = 0; i < 3; i++)
        {
            server.Time.Advance(HeartbeatDelay);
            Assert.Equal(beat, await connection.ReadAsync(beat.Length));
            await connection.SendAsync(Pong);

            // Its own ping is answered after the pong was read.
            await connection.SendAsync("\u0089\u0080\0\0\0\0");
            Assert.Equal("\u008a\0", await connection.ReadAsync(2));
        }

        Assert.False(handled.ConnectionClosed.IsCancellationRequested);
    }

    [Fact]
    public async Task Heartbeat_PeerThatIsSilent_EndsTheConnection()
    {
        await using TestServer server = await StartAsync();
        using RawConnection connection = await ConnectAsync(server, "/probe/0/s/websocket");
        Assert.Equal("\u0081\u0001o", await connection.ReadAsync(3));
        ConnectionContext handled = await _handler.NextAsync();
        server.Time.Advance(HeartbeatDelay);
        Assert.Equal(Heartbeat + Ping, await connection.ReadAsync(5));
        await AdvanceUntilAsync(server, ProbeHandler.ClosedAsync(handled));
        Assert.Empty(server.Warnings.Lines);
    }

    [Fact]
    public async Task Heartbeat_PeerThatReadsALongMessageSlowly_LivesUntilItHasThePing()
    {
        const int Length = 16_000_000;
        await using TestServer server = await StartAsync();
        using RawConnection connection = await ConnectAsync(server, "/probe/0/s/websocket");
        Assert.Equal("\u0081\u0001o", await connection.ReadAsync(3));
        ConnectionContext handled = await _handler.NextAsync();
        Task sent = handled.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(new string('x', Length))).AsTask();
        for (int i = 0; i < 4; i++)
        {
            server.Time.Advance(HeartbeatDelay);
        }

        Assert.False(handled.ConnectionClosed.IsCancellationRequested);
        const int Head = 10;
        await connection.ReadAsync(Head + "a[\"\"]".Length + Length);
        await sent.Within("the long message");
        Assert.Equal(Heartbeat + Ping, await connection.ReadAsync(5));
        Assert.False(handled.ConnectionClosed.IsCancellationRequested);
    }

    private static async Task<RawConnection> ConnectAsync(TestServer server, string path)
    {
        RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 101 ", await connection.ReadHeadAsync());
        return connection;
    }

    // The clock of the pong starts a moment after the ping has been seen.
    private static async Task AdvanceUntilAsync(TestServer server, Task closed)
    {
        for (int beat = 0; beat < 50 && !closed.IsCompleted; beat++)
        {
            server.Time.Advance(HeartbeatDelay);
            await server.GetAsync("/echo/info");
        }

        await closed.Within("the end of a silent peer");
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(app => app.MapSockJS("/probe", _handler.Use));
}
