// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Buffers.Binary;

namespace Bridge.Core.WebSockets;

/// <summary>The header of a client's frame (RFC 6455, section 5.2).</summary>
/// <param name="Opcode">The opcode.</param>
/// <param name="IsFinal">Whether the message ends with this frame.</param>
/// <param name="Length">The bytes of the payload.</param>
/// <param name="Mask">The masking key, its first byte lowest.</param>
internal readonly record struct WebSocketFrameHeader(byte Opcode, bool IsFinal, long Length, uint Mask)
{
    private const int LongestHeader = 14;

    public bool IsControl => Opcode >= WebSocketFrame.Close;

    /// <summary>Takes a header off the input if it is there as a whole.</summary>
    /// <param name="input">What was received; begins behind the header afterwards.</param>
    /// <param name="header">The header.</param>
    /// <exception cref="WebSocketProtocolException">No client may send this.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> input, out WebSocketFrameHeader header)
    {
        header = default;
        Span<byte> bytes = stackalloc byte[LongestHeader];
        int available = (int)Math.Min(input.Length, LongestHeader);
        input.Slice(0, available).CopyTo(bytes);
        if (available < 2)
        {
            return false;
        }

        int shortLength = bytes[1] & 0x7F;
        int extendedBytes = shortLength switch { 126 => sizeof(ushort), 127 => sizeof(ulong), _ => 0 };
        int headerBytes = 2 + extendedBytes + sizeof(uint);
        CheckFlags(bytes[0], bytes[1]);
        if (available < headerBytes)
        {
            return false;
        }

        ulong length = extendedBytes switch
        {
            sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            sizeof(ulong) => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => (ulong)shortLength,
        };
        if (length > long.MaxValue)
        {
            throw new WebSocketProtocolException("The length of a frame is out of range.");
        }

        uint mask = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(headerBytes - sizeof(uint))..]);
        header = new WebSocketFrameHeader((byte)(bytes[0] & 0x0F), (bytes[0] & 0x80) != 0, (long)length, mask);
        if (header.IsControl && (!header.IsFinal || header.Length > WebSocketFrame.MaxControlPayload))
        {
            throw new WebSocketProtocolException("A control frame is one fragment of at most 125 bytes.");
        }

        input = input.Slice(headerBytes);
        return true;
    }

    /// <summary>Takes the mask off a part of the payload.</summary>
    /// <param name="masked">The part.</param>
    /// <param name="payload">As many bytes.</param>
    /// <param name="position">Where in the payload the part begins.</param>
    public void Unmask(ReadOnlySpan<byte> masked, Span<byte> payload, long position)
    {
        uint key = System.Numerics.BitOperations.RotateRight(Mask, (int)(position & 3) * 8);
        ulong wideKey = key | ((ulong)key << 32);
        int i = 0;
        for (; i + sizeof(ulong) <= masked.Length; i += sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(payload[i..], BinaryPrimitives.ReadUInt64LittleEndian(masked[i..]) ^ wideKey);
        }

        for (; i < masked.Length; i++)
        {
            payload[i] = (byte)(masked[i] ^ (key >> ((i & 3) * 8)));
        }
    }

    private static void CheckFlags(byte first, byte second)
    {
        if ((first & 0x70) != 0)
        {
            throw new WebSocketProtocolException("No extension was agreed on.");
        }

        if ((second & 0x80) == 0)
        {
            throw new WebSocketProtocolException("A client masks its frames.");
        }

        if ((first & 0x0F) is not (WebSocketFrame.Continuation or WebSocketFrame.Text or WebSocketFrame.Binary
            or WebSocketFrame.Close or WebSocketFrame.Ping or WebSocketFrame.Pong))
        {
            throw new WebSocketProtocolException("The opcode is unknown.");
        }
    }
}
