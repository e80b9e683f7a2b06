// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Bridge.LoadTest.Clients;

/// <summary>A WebSocket client on an event loop: connect, upgrade, then whole messages.</summary>
internal abstract class WebSocketClient(EventLoop loop, IPEndPoint endPoint, string path) : LoopSocket(loop, endPoint)
{
    private List<byte>? _fragments;
    private bool _isUpgraded;

    public override bool IsOpen => base.IsOpen && _isUpgraded;

    public void SendText(string message)
    {
        var text = Encoding.UTF8.GetBytes(message);
        SendFrame(WebSocketOpcode.Text, text);
    }

    protected abstract void OnOpened();

    /// <summary>A whole text message, or several that the protocol joined in one.</summary>
    protected abstract void OnMessage(ReadOnlySpan<byte> message);

    protected override void OnConnected() => Send(Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {EndPoint}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        + $"Origin: http://{EndPoint}\r\n\r\n"));

    protected override int Consume(ReadOnlySpan<byte> input)
    {
        var consumed = 0;
        if (!_isUpgraded)
        {
            consumed = ReadUpgrade(input);
        }

        while (IsOpen && WebSocketFrame.TryRead(input[consumed..], out var frame))
        {
            consumed += frame.Length;
            OnFrame(frame);
        }

        return consumed;
    }

    private int ReadUpgrade(ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return 0;
        }

        if (!input.StartsWith("HTTP/1.1 101"u8))
        {
            End($"upgrade refused: {Encoding.ASCII.GetString(input[..end])}");
            return input.Length;
        }

        _isUpgraded = true;
        OnOpened();
        return end + 4;
    }

    private void OnFrame(WebSocketFrame frame)
    {
        switch (frame.Opcode)
        {
            case WebSocketOpcode.Ping:
                SendFrame(WebSocketOpcode.Pong, frame.Payload);
                break;
            case WebSocketOpcode.Pong:
                break;
            case WebSocketOpcode.Close:
                End($"the server closed the connection: {Encoding.UTF8.GetString(frame.Payload[Math.Min(2, frame.Payload.Length)..])}");
                break;
            case not WebSocketOpcode.Continuation when frame.IsFinal:
                OnMessage(frame.Payload);
                break;
            default:
                OnFragment(frame);
                break;
        }
    }

    // Stock SignalR cuts a message where its pipe segments end, so a marker may lie on both sides of the cut.
    private void OnFragment(WebSocketFrame frame)
    {
        _fragments ??= [];
        _fragments.AddRange(frame.Payload);
        if (frame.IsFinal)
        {
            OnMessage(CollectionsMarshal.AsSpan(_fragments));
            _fragments.Clear();
        }
    }

    private void SendFrame(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var length = payload.Length + WebSocketFrame.MaxHeaderLength;
        var frame = length <= 1024 ? stackalloc byte[length] : new byte[length];
        Send(frame[..WebSocketFrame.Write(opcode, payload, frame)]);
    }
}
