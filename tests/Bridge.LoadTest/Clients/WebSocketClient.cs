// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Bridge.LoadTest.Native;

namespace Bridge.LoadTest.Clients;

/// <summary>A WebSocket client on an event loop: connect, upgrade, then whole messages.</summary>
internal abstract class WebSocketClient(Epoll epoll, int token, IPEndPoint endPoint, string path)
{
    private readonly TcpSocket _socket = new(epoll, token);
    private byte[] _incomplete = [];
    private int _incompleteLength;
    private List<byte>? _fragments;
    private Phase _phase = Phase.Connecting;

    private enum Phase
    {
        Connecting,
        Upgrading,
        Open,
    }

    public bool IsOpen => _socket.IsOpen && _phase == Phase.Open;

    public void Connect(bool smallReceiveBuffer) => _socket.Connect(endPoint, smallReceiveBuffer);

    public void Close() => _socket.Close();

    public void SendText(string message)
    {
        var text = Encoding.UTF8.GetBytes(message);
        SendFrame(WebSocketOpcode.Text, text);
    }

    /// <summary>Handles the readiness of the socket.</summary>
    /// <param name="events">What the socket is ready for.</param>
    /// <param name="buffer">Read buffer, shared by all clients of the loop.</param>
    public void OnReady(PollEvents events, byte[] buffer)
    {
        if (!_socket.IsOpen)
        {
            return;
        }

        if (_phase == Phase.Connecting)
        {
            OnConnected(_socket.FinishConnect());
            return;
        }

        if (events.HasFlag(PollEvents.Out))
        {
            _socket.Flush();
        }

        if ((events & (PollEvents.In | PollEvents.Error | PollEvents.HangUp)) != 0)
        {
            OnReadable(buffer);
        }
    }

    protected void StopReading() => _socket.StopReading();

    protected abstract void OnOpened();

    /// <summary>A whole text message, or several that the protocol joined in one.</summary>
    protected abstract void OnMessage(ReadOnlySpan<byte> message);

    protected abstract void OnClosed(string reason);

    protected void End(string reason)
    {
        Close();
        OnClosed(reason);
    }

    private void OnConnected(int error)
    {
        if (error != 0)
        {
            End($"connect failed with error {error}");
            return;
        }

        _phase = Phase.Upgrading;
        _socket.Send(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {endPoint}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + $"Origin: http://{endPoint}\r\n\r\n"));
    }

    private void OnReadable(byte[] buffer)
    {
        _incomplete.AsSpan(0, _incompleteLength).CopyTo(buffer);
        var count = _socket.Receive(buffer.AsSpan(_incompleteLength));
        if (count < 0)
        {
            End("the server ended the connection");
            return;
        }

        ReadOnlySpan<byte> input = buffer.AsSpan(0, _incompleteLength + count);
        input = input[Consume(input)..];
        if (!_socket.IsOpen)
        {
            return;
        }

        _incompleteLength = input.Length;
        if (_incomplete.Length < input.Length)
        {
            _incomplete = new byte[input.Length * 2];
        }

        input.CopyTo(_incomplete);
    }

    private int Consume(ReadOnlySpan<byte> input)
    {
        var consumed = 0;
        if (_phase == Phase.Upgrading)
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

        _phase = Phase.Open;
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
        _socket.Send(frame[..WebSocketFrame.Write(opcode, payload, frame)]);
    }
}
