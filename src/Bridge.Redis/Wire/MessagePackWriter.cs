// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;

namespace Bridge.Redis.Wire;

/// <summary>Writes the part of MessagePack that the wire format uses, in the shortest forms.</summary>
/// <param name="destination">Takes exactly what is written.</param>
internal ref struct MessagePackWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _position;

    /// <summary>How many bytes are written.</summary>
    public readonly int Position => _position;

    public const int LengthOfLong = 1 + sizeof(long);

    public static int LengthOfArrayHeader(int count) => count <= 0x0f ? 1 : count <= ushort.MaxValue ? 3 : 5;

    public static int LengthOfString(string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        return bytes + (bytes <= 0x1f ? 1 : LengthOfBinaryHeader(bytes));
    }

    public static int LengthOfBinary(int bytes) => bytes + LengthOfBinaryHeader(bytes);

    public static int LengthOfInteger(int value) => value switch
    {
        >= -32 and <= 0x7f => 1,
        >= sbyte.MinValue and <= byte.MaxValue => 2,
        >= short.MinValue and <= ushort.MaxValue => 3,
        _ => 5,
    };

    public void WriteArrayHeader(int count) => WriteHeader(count, 0x90, 0xdc);

    public void WriteMapHeader(int count) => WriteHeader(count, 0x80, 0xde);

    public void WriteNil() => WriteByte(0xc0);

    public void WriteString(string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes <= 0x1f)
        {
            WriteByte((byte)(0xa0 | bytes));
        }
        else
        {
            WriteLength(bytes, 0xd9);
        }

        _position += Encoding.UTF8.GetBytes(text, _destination[_position..]);
    }

    public void WriteBinary(ReadOnlySpan<byte> bytes)
    {
        WriteBinaryHeader(bytes.Length);
        bytes.CopyTo(_destination[_position..]);
        _position += bytes.Length;
    }

    /// <summary>Begins binary data whose bytes follow as values of their own.</summary>
    public void WriteBinaryHeader(int bytes) => WriteLength(bytes, 0xc4);

    /// <summary>Writes a number in its longest form.</summary>
    public void WriteLong(long value)
    {
        WriteByte(0xd3);
        BinaryPrimitives.WriteInt64BigEndian(_destination[_position..], value);
        _position += sizeof(long);
    }

    public void WriteInteger(int value)
    {
        switch (LengthOfInteger(value))
        {
            case 1:
                WriteByte(unchecked((byte)value));
                break;
            case 2:
                WriteByte(value < 0 ? (byte)0xd0 : (byte)0xcc);
                WriteByte(unchecked((byte)value));
                break;
            case 3:
                WriteByte(value < 0 ? (byte)0xd1 : (byte)0xcd);
                BinaryPrimitives.WriteUInt16BigEndian(_destination[_position..], unchecked((ushort)value));
                _position += 2;
                break;
            default:
                WriteByte(value < 0 ? (byte)0xd2 : (byte)0xce);
                BinaryPrimitives.WriteInt32BigEndian(_destination[_position..], value);
                _position += 4;
                break;
        }
    }

    private static int LengthOfBinaryHeader(int bytes) => bytes <= byte.MaxValue ? 2 : bytes <= ushort.MaxValue ? 3 : 5;

    private void WriteHeader(int count, byte small, byte medium)
    {
        if (count <= 0x0f)
        {
            WriteByte((byte)(small | count));
        }
        else if (count <= ushort.MaxValue)
        {
            WriteByte(medium);
            BinaryPrimitives.WriteUInt16BigEndian(_destination[_position..], (ushort)count);
            _position += 2;
        }
        else
        {
            WriteByte((byte)(medium + 1));
            BinaryPrimitives.WriteInt32BigEndian(_destination[_position..], count);
            _position += 4;
        }
    }

    private void WriteLength(int bytes, byte code8)
    {
        if (bytes <= byte.MaxValue)
        {
            WriteByte(code8);
            WriteByte((byte)bytes);
        }
        else if (bytes <= ushort.MaxValue)
        {
            WriteByte((byte)(code8 + 1));
            BinaryPrimitives.WriteUInt16BigEndian(_destination[_position..], (ushort)bytes);
            _position += 2;
        }
        else
        {
            WriteByte((byte)(code8 + 2));
            BinaryPrimitives.WriteInt32BigEndian(_destination[_position..], bytes);
            _position += 4;
        }
    }

    private void WriteByte(byte value) => _destination[_position++] = value;
}
