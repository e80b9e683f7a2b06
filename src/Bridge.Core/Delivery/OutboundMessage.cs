// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Core.History;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Delivery;

/// <summary>
/// One message in the words of a dialect, encoded once and framed once for each kind of transport, and shared by all
/// connections that get it.
/// </summary>
public class OutboundMessage
{
    private readonly byte[] _frame;
    private readonly int _headerLength;
    private MessageForm? _forms;

    private protected OutboundMessage(byte[] frame, int headerLength, bool isControl)
    {
        _frame = frame;
        _headerLength = headerLength;
        IsControl = isControl;
    }

    /// <summary>The message itself, without framing.</summary>
    public ReadOnlyMemory<byte> Payload => _frame.AsMemory(_headerLength);

    /// <summary>Whether it is an answer or a control frame, which the slow-consumer policy never drops.</summary>
    public bool IsControl { get; }

    /// <summary>Where it stands in the history of its channel; null when it stands in none.</summary>
    internal HistoryPosition? Position { get; private init; }

    /// <summary>The complete WebSocket frame. Frames from a server carry no mask, so the same bytes serve everybody.</summary>
    internal ReadOnlyMemory<byte> Frame => _frame;

    /// <summary>The message in another framing than a WebSocket's.</summary>
    /// <param name="framing">The framing.</param>
    internal ReadOnlyMemory<byte> In(MessageFraming framing)
    {
        while (true)
        {
            MessageForm? forms = Volatile.Read(ref _forms);
            for (MessageForm? form = forms; form is not null; form = form.Next)
            {
                if (ReferenceEquals(form.Framing, framing))
                {
                    return form.Frame;
                }
            }

            // Should two loops need it at the same moment, the form of one of them is kept.
            Interlocked.CompareExchange(ref _forms, new MessageForm(framing, framing.Frame(Payload.Span), forms), forms);
        }
    }

    /// <summary>Makes a text message.</summary>
    /// <param name="payload">The message in UTF-8; it is copied.</param>
    /// <param name="isControl">Whether the slow-consumer policy must never drop it.</param>
    public static OutboundMessage Text(ReadOnlySpan<byte> payload, bool isControl = false) => Text(payload, isControl, position: null);

    /// <summary>Makes a text message that stands in the history of its channel.</summary>
    /// <param name="payload">The message in UTF-8; it is copied.</param>
    /// <param name="position">Where it stands, or null.</param>
    internal static OutboundMessage Text(ReadOnlySpan<byte> payload, HistoryPosition? position) => Text(payload, isControl: false, position);


    /// <summary>Makes a text message of what <paramref name="encode"/> writes.</summary>
    /// <typeparam name="TState">What the encoder needs.</typeparam>
    /// <param name="state">Handed to the encoder.</param>
    /// <param name="encode">Writes the message in UTF-8; called before this method returns.</param>
    /// <param name="isControl">Whether the slow-consumer policy must never drop it.</param>
    public static OutboundMessage Text<TState>(TState state, Action<TState, IBufferWriter<byte>> encode, bool isControl = false)
    {
        ArrayBufferWriter<byte> scratch = EncodingScratch.Rent();
        try
        {
            encode(state, scratch);
            return Text(scratch.WrittenSpan, isControl);
        }
        finally
        {
            EncodingScratch.Return(scratch);
        }
    }

    /// <summary>A control message that is already a complete frame.</summary>
    /// <param name="frame">The frame; it is not copied.</param>
    internal static OutboundMessage RawFrame(byte[] frame) => new(frame, 0, isControl: true);

    private static OutboundMessage Text(ReadOnlySpan<byte> payload, bool isControl, HistoryPosition? position)
    {
        int headerLength = WebSocketFrame.HeaderLength(payload.Length);
        byte[] frame = GC.AllocateUninitializedArray<byte>(headerLength + payload.Length);
        WebSocketFrame.WriteHeader(frame, WebSocketFrame.Text, payload.Length);
        payload.CopyTo(frame.AsSpan(headerLength));
        return new OutboundMessage(frame, headerLength, isControl) { Position = position };
    }
}
