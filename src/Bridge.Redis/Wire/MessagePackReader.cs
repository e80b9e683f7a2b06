// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;

namespace Bridge.Redis.Wire;

/// <summary>Reads the part of MessagePack that the wire format uses; anything else is stepped over where it may be ignored.</summary>
/// <param name="bytes">The message.</param>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes)
{
    private const int MostDepth = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes are read.</summary>
    public int Position { get; private set; }

    public int ReadArrayHeader() => ReadHeader(0x90, 0xdc, "an array");

    public int ReadMapHeader() => ReadHeader(0x80, 0xde, "a map");

    public string ReadString()
    {
        ReadOnlySpan<byte> text = ReadStringBytes();
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw new WireFormatException("a text is not UTF-8");
        }
    }

    public ReadOnlySpan<byte> ReadStringBytes()
    {
        byte code = ReadByte();
        return ReadBytes(code switch
        {
            >= 0xa0 and <= 0xbf => code & 0x1f,
            0xd9 => ReadByte(),
            0xda => ReadUInt16(),
            0xdb => ReadLength32(),
            _ => throw Unexpected("a text", code),
        });
    }

    /// <summary>Reads binary data.</summary>
    /// <returns>Where it is in the message.</returns>
    public Range ReadBinary()
    {
        byte code = ReadByte();
        int length = code switch
        {
            0xc4 => ReadByte(),
            0xc5 => ReadUInt16(),
            0xc6 => ReadLength32(),
            _ => throw Unexpected("binary data", code),
        };
        ReadBytes(length);
        return (Position - length)..Position;
    }

    /// <summary>Reads a nil.</summary>
    /// <returns>False, with nothing read, when something else comes next.</returns>
    public bool TryReadNil()
    {
        if (Position >= _bytes.Length || _bytes[Position] != 0xc0)
        {
            return false;
        }

        Position++;
        return true;
    }

    public long ReadInteger()
    {
        byte code = ReadByte();
        return code switch
        {
            <= 0x7f => code,
            >= 0xe0 => (sbyte)code,
            0xcc => ReadByte(),
            0xcd => ReadUInt16(),
            0xce => BinaryPrimitives.ReadUInt32BigEndian(ReadBytes(4)),
            0xcf => ReadUInt64(),
            0xd0 => (sbyte)ReadByte(),
            0xd1 => BinaryPrimitives.ReadInt16BigEndian(ReadBytes(2)),
            0xd2 => BinaryPrimitives.ReadInt32BigEndian(ReadBytes(4)),
            0xd3 => BinaryPrimitives.ReadInt64BigEndian(ReadBytes(8)),
            _ => throw Unexpected("a whole number", code),
        };
    }

    /// <summary>Steps over values of any kind.</summary>
    /// <param name="count">How many.</param>
    public void Skip(int count) => Skip(count, MostDepth);

    private void Skip(int count, int depth)
    {
        if (depth == 0)
        {
            throw new WireFormatException("values are nested too deep");
        }

        for (; count > 0; count--)
        {
            byte code = ReadByte();
            switch (code)
            {
                case <= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3:
                    break;
                case <= 0x8f:
                    Skip(2 * (code & 0x0f), depth - 1);
                    break;
                case <= 0x9f:
                    Skip(code & 0x0f, depth - 1);
                    break;
                case <= 0xbf:
                    ReadBytes(code & 0x1f);
                    break;
                case 0xc4 or 0xd9:
                    ReadBytes(ReadByte());
                    break;
                case 0xc5 or 0xda:
                    ReadBytes(ReadUInt16());
                    break;
                case 0xc6 or 0xdb:
                    ReadBytes(ReadLength32());
                    break;
                case 0xc7:
                    ReadBytes(ReadByte() + 1);
                    break;
                case 0xc8:
                    ReadBytes(ReadUInt16() + 1);
                    break;
                case 0xc9:
                    ReadBytes(ReadLength32());
                    ReadByte();
                    break;
                case 0xca or 0xce or 0xd2:
                    ReadBytes(4);
                    break;
                case 0xcb or 0xcf or 0xd3:
                    ReadBytes(8);
                    break;
                case 0xcc or 0xd0:
                    ReadBytes(1);
                    break;
                case 0xcd or 0xd1:
                    ReadBytes(2);
                    break;
                case >= 0xd4 and <= 0xd8:
                    ReadBytes((1 << (code - 0xd4)) + 1);
                    break;
                case 0xdc:
                    Skip(CheckCount(ReadUInt16()), depth - 1);
                    break;
                case 0xdd:
                    Skip(CheckCount(ReadLength32()), depth - 1);
                    break;
                case 0xde:
                    Skip(2 * CheckCount(ReadUInt16()), depth - 1);
                    break;
                case 0xdf:
                    Skip(2 * CheckCount(ReadLength32()), depth - 1);
                    break;
                default:
                    throw Unexpected("a value", code);
            }
        }
    }

    private int ReadHeader(byte small, byte medium, string what)
    {
        byte code = ReadByte();
        if (code >= small && code <= small + 0x0f)
        {
            return CheckCount(code & 0x0f);
        }

        return code == medium ? CheckCount(ReadUInt16())
            : code == medium + 1 ? CheckCount(ReadLength32())
            : throw Unexpected(what, code);
    }

    /// <summary>Each value has at least one byte: a greater count is a lie, and must not make anybody allocate.</summary>
    private readonly int CheckCount(int count) =>
        count <= _bytes.Length - Position ? count : throw new WireFormatException("a list is longer than the message");

    private byte ReadByte() => ReadBytes(1)[0];

    private ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(ReadBytes(2));

    private int ReadLength32()
    {
        uint length = BinaryPrimitives.ReadUInt32BigEndian(ReadBytes(4));
        return length <= int.MaxValue ? (int)length : throw new WireFormatException("a length is longer than the message");
    }

    private long ReadUInt64()
    {
        ulong value = BinaryPrimitives.ReadUInt64BigEndian(ReadBytes(8));
        return value <= long.MaxValue ? (long)value : throw new WireFormatException("a number is too great");
    }

    private ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw new WireFormatException("the message ends too early");
        }

        Position += count;
        return _bytes.Slice(Position - count, count);
    }

    private static WireFormatException Unexpected(string expected, byte code) => new($"{expected} was expected, but a 0x{code:x2} came");
}
