// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.Sockets;

namespace Bridge.Core.Delivery;

/// <summary>
/// Writes to the socket itself, on the delivery loop's thread: no pipe and no thread hop between fan-out and system call.
/// Only for a socket that nobody else writes to any more (see <see cref="WebSockets.DirectSocketSwitch"/>).
/// </summary>
internal sealed class SocketSink : FrameSink
{
    private readonly Socket _socket;

    public SocketSink(Socket socket)
    {
        _socket = socket;

        // The server only uses asynchronous operations, which do not look at this flag.
        _socket.Blocking = false;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        int sent = _socket.Send(bytes.Span, SocketFlags.None, out SocketError error);
        if (error == SocketError.Success && sent == bytes.Length)
        {
            return ValueTask.CompletedTask;
        }

        return error is SocketError.Success or SocketError.WouldBlock
            ? SendRestAsync(bytes[Math.Max(sent, 0)..])
            : ValueTask.FromException(new SocketException((int)error));
    }

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            rest = rest[await _socket.SendAsync(rest, SocketFlags.None)..];
        }
    }
}
