// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;

namespace Bridge.LoadTest.Clients;

/// <summary>One WebSocket frame as a client reads it (without mask) and writes it (masked).</summary>
internal readonly ref struct WebSocketFrame
{
    public const int MaxHeaderLength = 14;

    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const byte LengthIn16Bits = 126;
    private const byte LengthIn64Bits = 127;

    private static ReadOnlySpan<byte> Mask => [0x12, 0x9a, 0x56, 0xc3];

    private WebSocketFrame(byte first, ReadOnlySpan<byte> payload, int length)
    {
        Opcode = (WebSocketOpcode)(first & 0x0f);
        IsFinal = (first & Final) != 0;
        Payload = payload;
        Length = length;
    }

    public WebSocketOpcode Opcode { get; }

    public bool IsFinal { get; }

    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Header and payload.</summary>
    public int Length { get; }

    /// <summary>Reads the frame at the start of the input; false when it is not all there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> input, out WebSocketFrame frame)
    {
        frame = default;
        if (input.Length < 2)
        {
            return false;
        }

        int header = 2;
        ulong length = input[1] & 0x7fu;
        if (length == LengthIn16Bits)
        {
            header = 4;
            if (input.Length < header)
            {
                return false;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(input[2..]);
        }
        else if (length == LengthIn64Bits)
        {
            header = 10;
            if (input.Length < header)
            {
                return false;
            }

            length = BinaryPrimitives.ReadUInt64BigEndian(input[2..]);
        }

        if ((ulong)(input.Length - header) < length)
        {
            return false;
        }

        frame = new WebSocketFrame(input[0], input.Slice(header, (int)length), header + (int)length);
        return true;
    }

    /// <summary>Writes a final, masked frame and returns its length.</summary>
    public static int Write(WebSocketOpcode opcode, ReadOnlySpan<byte> payload, Span<byte> output)
    {
        output[0] = (byte)(Final | (byte)opcode);
        int header;
        if (payload.Length < LengthIn16Bits)
        {
            output[1] = (byte)(Masked | payload.Length);
            header = 2;
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            output[1] = Masked | LengthIn16Bits;
            BinaryPrimitives.WriteUInt16BigEndian(output[2..], (ushort)payload.Length);
            header = 4;
        }
        else
        {
            output[1] = Masked | LengthIn64Bits;
            BinaryPrimitives.WriteUInt64BigEndian(output[2..], (ulong)payload.Length);
            header = 10;
        }

        Mask.CopyTo(output[header..]);
        header += Mask.Length;
        for (var i = 0; i < payload.Length; i++)
        {
            output[header + i] = (byte)(payload[i] ^ Mask[i & 3]);
        }

        return header + payload.Length;
    }
}
