// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;

namespace Bridge.Core.WebSockets;

/// <summary>Writes frames from server to client (RFC 6455, section 5.2): one fragment, no mask.</summary>
internal static class WebSocketFrame
{
    public const byte Continuation = 0x0;
    public const byte Text = 0x1;
    public const byte Binary = 0x2;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;
    public const byte Pong = 0xA;

    /// <summary>The most bytes that a control frame may carry (section 5.5).</summary>
    public const int MaxControlPayload = 125;

    private const byte FinalFragment = 0x80;

    /// <summary>The bytes that the header of a frame takes.</summary>
    /// <param name="payloadLength">The bytes of the payload.</param>
    public static int HeaderLength(int payloadLength) =>
        payloadLength <= 125 ? 2 : payloadLength <= ushort.MaxValue ? 4 : 10;

    /// <summary>Writes the header of a frame that is a whole message.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> bytes.</param>
    /// <param name="opcode">The opcode.</param>
    /// <param name="payloadLength">The bytes of the payload.</param>
    public static void WriteHeader(Span<byte> destination, byte opcode, int payloadLength)
    {
        destination[0] = (byte)(FinalFragment | opcode);
        switch (HeaderLength(payloadLength))
        {
            case 2:
                destination[1] = (byte)payloadLength;
                break;
            case 4:
                destination[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                break;
            default:
                destination[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payloadLength);
                break;
        }
    }

    /// <summary>A close frame. A reason that does not fit is cut at a character.</summary>
    /// <param name="code">The close code.</param>
    /// <param name="reason">The reason text.</param>
    public static byte[] CloseFrame(int code, string reason)
    {
        Span<byte> text = stackalloc byte[MaxControlPayload - 2];
        Encoding.UTF8.GetEncoder().Convert(reason, text, flush: true, out _, out int textLength, out _);
        byte[] frame = new byte[4 + textLength];
        WriteHeader(frame, Close, 2 + textLength);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)code);
        text[..textLength].CopyTo(frame.AsSpan(4));
        return frame;
    }

    /// <summary>A ping frame.</summary>
    /// <param name="number">Eight bytes that the pong will carry.</param>
    public static byte[] PingFrame(long number)
    {
        byte[] frame = new byte[2 + sizeof(long)];
        WriteHeader(frame, Ping, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), number);
        return frame;
    }

    /// <summary>A pong frame.</summary>
    /// <param name="payload">What the ping carried.</param>
    public static byte[] PongFrame(ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[2 + payload.Length];
        WriteHeader(frame, Pong, payload.Length);
        payload.CopyTo(frame.AsSpan(2));
        return frame;
    }
}
