// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text.Unicode;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;

namespace Bridge.Core.WebSockets;

/// <summary>
/// Receives a dialect's messages (RFC 6455). One object and one pending read are all that an idle connection costs; why
/// it is not the framework's WebSocket is told in docs/decisions/0002-own-websocket-receiver.md.
/// </summary>
/// <param name="input">What the client sends.</param>
/// <param name="connection">The connection.</param>
/// <param name="time">The clock.</param>
/// <param name="maxMessageBytes">Larger messages end the connection.</param>
internal sealed class WebSocketReceiver(PipeReader input, DialectConnection connection, TimeProvider time, int maxMessageBytes)
    : IDialectReceiver
{
    private WebSocketMessageBuffer _message;
    private WebSocketFrameHeader _frame;
    private long _framePosition;
    private bool _inFrame;
    private bool _inMessage;
    private bool _isBroken;

    private enum Progress
    {
        NeedsMore,
        HasMessage,
        IsClosed,
    }

    /// <inheritdoc/>
    public async Task<bool> ReceiveAsync()
    {
        try
        {
            while (await ReceiveNextAsync())
            {
            }

            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer is gone.
            return false;
        }
        finally
        {
            _message.Release();
        }
    }

    private async ValueTask<bool> ReceiveNextAsync()
    {
        ReadResult read = await input.ReadAsync();
        ReadOnlySequence<byte> bytes = read.Buffer;
        if (!bytes.IsEmpty)
        {
            connection.LastReceived = time.GetTimestamp();
            connection.IsPinged = false;
        }

        Progress progress = Parse(ref bytes);
        while (progress == Progress.HasMessage)
        {
            await connection.Session.OnMessageAsync(_message.Memory);
            _message.Release();
            progress = Parse(ref bytes);
        }

        input.AdvanceTo(bytes.Start, bytes.End);
        return progress != Progress.IsClosed && !read.IsCompleted;
    }

    private Progress Parse(ref ReadOnlySequence<byte> bytes)
    {
        try
        {
            if (!_isBroken)
            {
                return ParseFrames(ref bytes);
            }
        }
        catch (WebSocketProtocolException e)
        {
            _isBroken = true;
            connection.Close(new ConnectionClose(e.Code, e.Message));
        }

        // An end with unread bytes would reset the connection, and the client would not learn why it is closed: read on
        // until it ends too. The deadline of the close bounds it.
        bytes = bytes.Slice(bytes.End);
        return Progress.NeedsMore;
    }

    private Progress ParseFrames(ref ReadOnlySequence<byte> bytes)
    {
        while (_inFrame || TryBeginFrame(ref bytes))
        {
            if (_frame.IsControl)
            {
                if (bytes.Length < _frame.Length)
                {
                    return Progress.NeedsMore;
                }

                _inFrame = false;
                if (OnControlFrame(ref bytes) == Progress.IsClosed)
                {
                    return Progress.IsClosed;
                }

                continue;
            }

            if (!connection.IsClosing && RefusalOf(_frame) is { } refusal)
            {
                connection.Close(refusal);
            }

            if (!TryTakePayload(ref bytes))
            {
                return Progress.NeedsMore;
            }

            _inFrame = false;
            if (_frame.IsFinal && HasMessage())
            {
                return Progress.HasMessage;
            }
        }

        return Progress.NeedsMore;
    }

    private bool TryBeginFrame(ref ReadOnlySequence<byte> bytes)
    {
        if (!WebSocketFrameHeader.TryRead(ref bytes, out _frame))
        {
            return false;
        }

        if (!_frame.IsControl)
        {
            if (_inMessage != (_frame.Opcode == WebSocketFrame.Continuation))
            {
                throw new WebSocketProtocolException("A message's fragments follow each other, and nothing else continues one.");
            }

            _inMessage = true;
        }

        _inFrame = true;
        _framePosition = 0;
        return true;
    }

    private ConnectionClose? RefusalOf(in WebSocketFrameHeader frame) =>
        frame.Opcode == WebSocketFrame.Binary ? new ConnectionClose(1003, "Only text messages are understood.")
        : frame.Length - _framePosition > maxMessageBytes - _message.Length ? ConnectionClose.MessageTooBig
        : null;

    private bool TryTakePayload(ref ReadOnlySequence<byte> bytes)
    {
        long length = Math.Min(_frame.Length - _framePosition, bytes.Length);
        if (!connection.IsClosing)
        {
            _message.Append(_frame, bytes.Slice(0, length), _framePosition);
        }

        _framePosition += length;
        bytes = bytes.Slice(length);
        return _framePosition == _frame.Length;
    }

    /// <summary>Ends the message that was received. Those of a connection that is being closed are nobody's any more.</summary>
    private bool HasMessage()
    {
        _inMessage = false;
        if (!connection.IsClosing && !Utf8.IsValid(_message.Memory.Span))
        {
            connection.Close(new ConnectionClose(WebSocketProtocolException.InvalidData, "The message is not UTF-8."));
        }

        return !connection.IsClosing;
    }

    private Progress OnControlFrame(ref ReadOnlySequence<byte> bytes)
    {
        Span<byte> payload = stackalloc byte[(int)_frame.Length];
        bytes.Slice(0, payload.Length).CopyTo(payload);
        bytes = bytes.Slice(payload.Length);
        _frame.Unmask(payload, payload, 0);
        switch (_frame.Opcode)
        {
            case WebSocketFrame.Ping:
                connection.Send(OutboundMessage.RawFrame(WebSocketFrame.PongFrame(payload)));
                return Progress.NeedsMore;
            case WebSocketFrame.Pong:
                connection.DirectSocket?.OnPong(payload);
                return Progress.NeedsMore;
            default:
                OnClose(payload);
                return Progress.IsClosed;
        }
    }

    private void OnClose(ReadOnlySpan<byte> payload)
    {
        if (payload.Length == 1)
        {
            throw new WebSocketProtocolException("A close code has two bytes.");
        }

        int code = payload.IsEmpty ? 1000 : BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (code is not ((>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999)))
        {
            throw new WebSocketProtocolException("The close code is not one that a client may send.");
        }

        if (!payload.IsEmpty && !Utf8.IsValid(payload[2..]))
        {
            throw new WebSocketProtocolException("The reason is not UTF-8.", WebSocketProtocolException.InvalidData);
        }

        if (connection.TryBeginClose())
        {
            // With the client's own code (RFC 6455, section 5.5.1).
            connection.Outbox.PostClose([OutboundMessage.RawFrame(WebSocketFrame.CloseFrame(code, string.Empty))]);
        }
    }
}
