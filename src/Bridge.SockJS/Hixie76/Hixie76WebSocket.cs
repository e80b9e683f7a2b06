// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Bridge.SockJS.Frames;

namespace Bridge.SockJS.Hixie76;

/// <summary>
/// Text between 0x00 and 0xFF; 0xFF 0x00 closes, without a code. There are no pings. One sender and one receiver at a time.
/// </summary>
/// <param name="input">What comes from the client.</param>
/// <param name="output">What goes to it.</param>
internal sealed class Hixie76WebSocket(PipeReader input, Stream output) : WebSocket
{
    private const byte TextStart = 0x00;
    private const byte TextEnd = 0xFF;
    private const byte CloseStart = 0xFF;

    private static readonly byte[] CloseFrame = [CloseStart, 0x00];

    private WebSocketState _state = WebSocketState.Open;
    private bool _isInText;

    public override WebSocketCloseStatus? CloseStatus => _state is WebSocketState.CloseReceived or WebSocketState.Closed ? WebSocketCloseStatus.Empty : null;

    public override string? CloseStatusDescription => null;

    public override string? SubProtocol => null;

    public override WebSocketState State => _state;

    /// <summary>A piece of a text, or the close. An empty buffer waits for either.</summary>
    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            if (!read.IsCanceled && !read.Buffer.IsEmpty
                && TryTake(read.Buffer, buffer, out ValueWebSocketReceiveResult result, out SequencePosition consumed))
            {
                input.AdvanceTo(consumed);
                return result;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCanceled || read.IsCompleted)
            {
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            }
        }
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        ValueWebSocketReceiveResult result = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return new WebSocketReceiveResult(result.Count, result.MessageType, result.EndOfMessage);
    }

    public override async ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        using PooledWriter frame = new();
        frame.Write([TextStart]);
        frame.Write(buffer.Span);
        frame.Write([TextEnd]);
        await output.WriteAsync(frame.Written, cancellationToken);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override async Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        _state = _state == WebSocketState.CloseReceived ? WebSocketState.Closed : WebSocketState.CloseSent;
        await output.WriteAsync(CloseFrame, cancellationToken);
    }

    public override async Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        await CloseOutputAsync(closeStatus, statusDescription, cancellationToken);
        while (_state == WebSocketState.CloseSent)
        {
            await ReceiveAsync(new byte[CloseFrame.Length].AsMemory(), cancellationToken);
        }
    }

    public override void Abort()
    {
        if (_state != WebSocketState.Closed)
        {
            _state = WebSocketState.Aborted;
        }

        input.CancelPendingRead();
        output.Dispose();
    }

    public override void Dispose()
    {
        Abort();
        input.Complete();
    }

    private bool TryTake(
        ReadOnlySequence<byte> received, Memory<byte> buffer, out ValueWebSocketReceiveResult result, out SequencePosition consumed)
    {
        SequenceReader<byte> reader = new(received);
        result = default;
        consumed = received.Start;
        if (!_isInText)
        {
            reader.TryRead(out byte start);
            if (start == CloseStart)
            {
                return TryTakeClose(ref reader, out result, out consumed);
            }

            if (start != TextStart)
            {
                throw new WebSocketException(WebSocketError.InvalidMessageType);
            }

            _isInText = true;
        }

        SequencePosition? end = reader.UnreadSequence.PositionOf(TextEnd);
        ReadOnlySequence<byte> text = end is { } position ? reader.UnreadSequence.Slice(0, position) : reader.UnreadSequence;
        int length = (int)Math.Min(text.Length, buffer.Length);
        bool isEnd = end is not null && length == text.Length;
        text.Slice(0, length).CopyTo(buffer.Span);
        reader.Advance(isEnd ? length + 1 : length);
        consumed = reader.Position;
        _isInText = !isEnd;
        result = new ValueWebSocketReceiveResult(length, WebSocketMessageType.Text, isEnd);
        return true;
    }

    private bool TryTakeClose(ref SequenceReader<byte> reader, out ValueWebSocketReceiveResult result, out SequencePosition consumed)
    {
        result = new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true);
        consumed = reader.Sequence.Start;
        if (!reader.TryRead(out byte length))
        {
            return false;
        }

        if (length != 0)
        {
            throw new WebSocketException(WebSocketError.InvalidMessageType);
        }

        consumed = reader.Position;
        _state = _state == WebSocketState.CloseSent ? WebSocketState.Closed : WebSocketState.CloseReceived;
        return true;
    }
}
