// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.LoadTest.Native;

namespace Bridge.LoadTest.Clients;

/// <summary>A client's connection on an <see cref="EventLoop"/>; keeps input that is not complete yet.</summary>
internal abstract class LoopSocket
{
    private readonly TcpSocket _socket;
    private byte[] _incomplete = [];
    private int _incompleteLength;
    private bool _isConnected;

    protected LoopSocket(EventLoop loop, IPEndPoint endPoint)
    {
        EndPoint = endPoint;
        _socket = loop.Register(this);
    }

    public virtual bool IsOpen => _isConnected && _socket.IsOpen;

    protected IPEndPoint EndPoint { get; }

    public void Connect(bool smallReceiveBuffer) => _socket.Connect(EndPoint, smallReceiveBuffer);

    public void Close() => _socket.Close();

    /// <summary>Handles the readiness of the socket.</summary>
    /// <param name="events">What the socket is ready for.</param>
    /// <param name="buffer">Read buffer, shared by all clients of the loop.</param>
    public void OnReady(PollEvents events, byte[] buffer)
    {
        if (!_socket.IsOpen)
        {
            return;
        }

        if (!_isConnected)
        {
            FinishConnect();
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

    protected abstract void OnConnected();

    /// <summary>Handles what is complete of the input; returns its length.</summary>
    protected abstract int Consume(ReadOnlySpan<byte> input);

    protected abstract void OnClosed(string reason);

    protected void Send(ReadOnlySpan<byte> data) => _socket.Send(data);

    protected void StopReading() => _socket.StopReading();

    protected void End(string reason)
    {
        Close();
        OnClosed(reason);
    }

    private void FinishConnect()
    {
        if (_socket.FinishConnect() is var error and not 0)
        {
            End($"connect failed with error {error}");
            return;
        }

        _isConnected = true;
        OnConnected();
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
}
