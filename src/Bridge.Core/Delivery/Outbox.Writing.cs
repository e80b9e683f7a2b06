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
        ReadOnlyMemory<byte> bytes = _queue.Peek().Frame;
        bool joined = _queue.Count > 1 && bytes.Length < DeliveryShard.JoinBytes;
        bytes = joined ? Join() : _queue.Dequeue().Frame;

        ValueTask write;
        try
        {
            write = _sink.WriteAsync(bytes);
        }
        catch (Exception e)
        {
            write = ValueTask.FromException(e);
        }

        if (write.IsCompletedSuccessfully)
        {
            _pendingBytes -= bytes.Length;
            return;
        }

        _inFlightBytes = bytes.Length;
        Watch(Context.Options.SendTimeout);
        _ = FinishWriteAsync(write, joined ? Shard.TakeJoinBuffer() : null);
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
