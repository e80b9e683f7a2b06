// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.Sockets;
using System.Text;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>A client that decides about every byte. It answers nothing by itself.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Queue<ServerFrame> _frames = new();
    private byte[] _rest = [];

    private RawClient()
    {
    }

    public static async Task<RawClient> ConnectAsync(Uri uri, int? receiveBufferBytes = null)
    {
        var client = new RawClient();
        if (receiveBufferBytes is { } bytes)
        {
            client._socket.ReceiveBufferSize = bytes;
        }

        await client._socket.ConnectAsync(uri.Host, uri.Port).Within("the connection");
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {uri.AbsolutePath} HTTP/1.1\r\nHost: {uri.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        await client.ReadHandshakeAsync();
        return client;
    }

    public async Task SendAsync(params byte[] bytes)
    {
        int sent = 0;
        while (sent < bytes.Length)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent)).AsTask().Within("the server to take bytes");
        }
    }

    public Task SendTextAsync(string text) => SendAsync(ClientFrame.Text(text));

    /// <summary>The next frame; a test that gets the end instead fails.</summary>
    public async Task<ServerFrame> ReadFrameAsync() =>
        await TryReadFrameAsync() ?? throw new InvalidOperationException("The connection has ended.");

    /// <summary>Answers the ping that must come next.</summary>
    public async Task AnswerPingAsync()
    {
        ServerFrame ping = await ReadFrameAsync();
        Assert.Equal(WebSocketFrame.Ping, ping.Opcode);
        await SendAsync(ClientFrame.Of(WebSocketFrame.Pong, ping.Payload));
    }

    /// <summary>Sends a ping and waits for its pong: everything before it is worked off.</summary>
    public async Task PingAsync()
    {
        await SendAsync(ClientFrame.Of(WebSocketFrame.Ping, "round trip"u8.ToArray()));
        ServerFrame pong = await ReadFrameAsync();
        Assert.Equal(WebSocketFrame.Pong, pong.Opcode);
        Assert.Equal("round trip", pong.Text);
    }

    /// <summary>The text of all frames up to the end of the connection.</summary>
    public async Task<List<string>> ReadToEndAsync()
    {
        List<string> frames = [];
        while (await TryReadFrameAsync() is { } frame)
        {
            frames.Add(frame.ToString());
        }

        return frames;
    }

    /// <summary>Ends the sending side only.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection as a crash does.</summary>
    public void Reset() => _socket.Close(timeout: 0);

    public void Dispose() => _socket.Dispose();

    private async Task<ServerFrame?> TryReadFrameAsync()
    {
        while (_frames.Count == 0)
        {
            if (!await ReadMoreAsync())
            {
                return null;
            }

            ReadOnlySpan<byte> rest = _rest;
            ServerFrame.TakeAll(ref rest).ForEach(_frames.Enqueue);
            _rest = rest.ToArray();
        }

        return _frames.Dequeue();
    }

    private async Task ReadHandshakeAsync()
    {
        int end;
        while ((end = _rest.AsSpan().IndexOf("\r\n\r\n"u8)) < 0)
        {
            Assert.True(await ReadMoreAsync(), "The connection ended in the handshake.");
        }

        Assert.StartsWith("HTTP/1.1 101 ", Encoding.ASCII.GetString(_rest), StringComparison.Ordinal);
        ReadOnlySpan<byte> rest = _rest.AsSpan(end + 4);
        ServerFrame.TakeAll(ref rest).ForEach(_frames.Enqueue);
        _rest = rest.ToArray();
    }

    private async Task<bool> ReadMoreAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int count = await _socket.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(20));
            _rest = [.. _rest, .. buffer.AsSpan(0, count)];
            return count > 0;
        }
        catch (SocketException)
        {
            // Reset: an end as well.
            return false;
        }
    }
}
