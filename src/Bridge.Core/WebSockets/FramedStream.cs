// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;
using Bridge.Core.Delivery;

namespace Bridge.Core.WebSockets;

/// <summary>
/// The stream under the framework's WebSocket. Reads come from the client; what the WebSocket writes by itself (pongs, close
/// frames) goes into the connection's out-queue, so that there is one writer only.
/// </summary>
internal sealed class FramedStream(Stream inner, DialectConnection connection, TimeProvider time) : Stream
{
    /// <summary>Looks for the pong that proves the server's output empty; null when nobody waits for it.</summary>
    public DrainProbe? Probe { get; set; }

    /// <summary>Called when <see cref="Probe"/> has seen its pong.</summary>
    public Action? Drained { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> read = inner.ReadAsync(buffer, cancellationToken);
        if (read.IsCompletedSuccessfully)
        {
            int count = read.Result;
            OnReceived(buffer.Span[..count]);
            return ValueTask.FromResult(count);
        }

        return AwaitRead(read, buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        bool isClose = (buffer.Span[0] & 0x0F) == WebSocketFrame.Close;
        if (!isClose)
        {
            connection.Send(OutboundMessage.RawFrame(buffer.ToArray()));
        }
        else if (connection.TryBeginClose())
        {
            connection.Outbox.PostClose([OutboundMessage.RawFrame(buffer.ToArray())]);
        }

        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> AwaitRead(ValueTask<int> read, Memory<byte> buffer)
    {
        int count = await read;
        OnReceived(buffer.Span[..count]);
        return count;
    }

    private void OnReceived(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        connection.LastReceived = time.GetTimestamp();
        connection.IsPinged = false;
        if (Probe is not null && Probe.IsAnsweredBy(bytes))
        {
            Probe = null;
            Drained?.Invoke();
        }
    }
}
