// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.Core.Delivery;

/// <content>Writing to the sink, one write at a time, and the change of the sink.</content>
internal sealed partial class Outbox
{
    private void WriteWaiting()
    {
        while (!IsWriting && _queue.Count > 0)
        {
            WriteNext();
        }
    }

    private void WriteNext()
    {
        _provenByPing = 0;
        var joining = _queue.Count > 1 && _queue.Peek().Frame.Length < DeliveryShard.JoinBytes ? _sink as FrameSink : null;
        ValueTask write = joining is null ? Write(_queue.Dequeue(), out int length) : WriteJoined(joining, out length);
        if (write.IsCompletedSuccessfully)
        {
            _pendingBytes -= length;
            return;
        }

        _inFlightBytes = length;
        Watch(Context.Options.SendTimeout);
        _ = FinishWriteAsync(write, joining is not null ? Shard.TakeJoinBuffer() : null);
    }

    private ValueTask Write(OutboundMessage message, out int length)
    {
        length = _sink.LengthOf(message);
        try
        {
            return _sink.WriteAsync(message);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    private ValueTask WriteJoined(FrameSink sink, out int length)
    {
        Memory<byte> bytes = Join();
        length = bytes.Length;
        try
        {
            return sink.WriteAsync(bytes);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    private Memory<byte> Join()
    {
        byte[] buffer = Shard.JoinBuffer;
        int length = 0;
        do
        {
            ReadOnlySpan<byte> frame = _queue.Dequeue().Frame.Span;
            frame.CopyTo(buffer.AsSpan(length));
            length += frame.Length;
        }
        while (_queue.Count > 0 && length + _queue.Peek().Frame.Length <= DeliveryShard.JoinBytes);
        return buffer.AsMemory(0, length);
    }

    private async Task FinishWriteAsync(ValueTask write, byte[]? buffer)
    {
        bool failed = false;
        try
        {
            await write;
        }
        catch (Exception)
        {
            // Whatever the transport says, it means the same: the peer is gone.
            failed = true;
        }

        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Shard.Post(new WriteEndedWork(this, failed));
    }

    private void WriteEnded(bool failed)
    {
        _pendingBytes = Math.Max(0, _pendingBytes - _inFlightBytes);
        _inFlightBytes = 0;
        if (!_closing)
        {
            Unwatch();
        }

        if (!failed)
        {
            Flush();
        }
        else if (!_ended)
        {
            GiveUp();
        }
    }

    private void WriteProbe(OutboundMessage ping, long number)
    {
        Append(ping);
        Flush();
        _provenByPing = IsWriting ? 0 : number;
    }

    private void Switch(long number, FrameSink sink, Action<bool> tried)
    {
        bool isProven = _provenByPing == number && !IsWriting;
        if (isProven)
        {
            _sink = sink;
            _queue.Trim();
            Context.Metrics.SinkChanged();
        }

        tried(isProven);
    }
}
