// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Buffers.Text;

namespace Bridge.Redis.Resp;

/// <summary>Reads values of the Redis protocol, version 2 and 3.</summary>
internal static class RespParser
{
    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>Reads one value.</summary>
    /// <param name="reader">Stands behind the value afterwards, or anywhere when it was not complete.</param>
    /// <param name="limits">What the peer may send.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when more input is needed.</returns>
    /// <exception cref="RespProtocolException">The input is no value, or passes a limit.</exception>
    public static bool TryRead(ref SequenceReader<byte> reader, RespLimits limits, out RespValue value)
    {
        int items = limits.Items;
        return TryRead(ref reader, limits, limits.Depth, ref items, out value);
    }

    private static bool TryRead(ref SequenceReader<byte> reader, RespLimits limits, int depth, ref int items, out RespValue value)
    {
        value = default;
        if (!TryReadLine(ref reader, limits, out ReadOnlySpan<byte> line))
        {
            return false;
        }

        if (line.IsEmpty)
        {
            throw new RespProtocolException("an empty line where a value begins");
        }

        ReadOnlySpan<byte> rest = line[1..];
        switch (line[0])
        {
            case (byte)'+' or (byte)',' or (byte)'(':
                value = RespValue.Text(rest.ToArray());
                return true;
            case (byte)'-':
                value = RespValue.Error(rest.ToArray());
                return true;
            case (byte)':':
                value = RespValue.Integer(ParseInteger(rest));
                return true;
            case (byte)'#':
                value = RespValue.Integer(rest is [(byte)'t'] ? 1 : 0);
                return true;
            case (byte)'_':
                return true;
            case (byte)'$' or (byte)'=' or (byte)'!':
                return TryReadBulk(ref reader, limits, line[0], ParseLength(rest, limits.BulkBytes), out value);
            case (byte)'*' or (byte)'~' or (byte)'>':
                return TryReadItems(ref reader, limits, depth, ref items, ParseLength(rest, items), line[0] == (byte)'>', out value);
            case (byte)'%':
                return TryReadItems(ref reader, limits, depth, ref items, 2 * ParseLength(rest, items / 2), isPush: false, out value);
            case (byte)'|':
                // Attributes tell about the value that follows them, nothing that this client asks for.
                return TryReadItems(ref reader, limits, depth, ref items, 2 * ParseLength(rest, items / 2), isPush: false, out _)
                    && TryRead(ref reader, limits, depth, ref items, out value);
            default:
                throw new RespProtocolException($"a value that begins with the byte {line[0]}");
        }
    }

    private static bool TryReadItems(
        ref SequenceReader<byte> reader, RespLimits limits, int depth, ref int items, int count, bool isPush, out RespValue value)
    {
        value = default;
        if (count < 0)
        {
            return true;
        }

        if (depth == 0)
        {
            throw new RespProtocolException($"arrays more than {limits.Depth} deep");
        }

        // The least item is three bytes: what is not there yet needs no array yet.
        if (reader.Remaining < 3L * count)
        {
            return false;
        }

        items -= count;
        var list = new RespValue[count];
        for (int i = 0; i < count; i++)
        {
            if (!TryRead(ref reader, limits, depth - 1, ref items, out list[i]))
            {
                return false;
            }
        }

        value = isPush ? RespValue.Push(list) : RespValue.Array(list);
        return true;
    }

    private static bool TryReadBulk(ref SequenceReader<byte> reader, RespLimits limits, byte kind, int length, out RespValue value)
    {
        value = default;
        if (length < 0)
        {
            return true;
        }

        if (reader.Remaining < length + LineEnd.Length)
        {
            return false;
        }

        byte[] bytes = new byte[length];
        reader.TryCopyTo(bytes);
        reader.Advance(length);
        ExpectLineEnd(ref reader);
        if (kind == (byte)'=' && length >= 4)
        {
            // A verbatim text says in its first four bytes what it is: "txt:".
            bytes = bytes[4..];
        }

        value = kind == (byte)'!' ? RespValue.Error(bytes) : RespValue.Text(bytes);
        return true;
    }

    /// <summary>Steps over the end of a bulk text.</summary>
    /// <param name="reader">Stands at the end; both bytes are there.</param>
    internal static void ExpectLineEnd(ref SequenceReader<byte> reader)
    {
        if (!reader.IsNext(LineEnd, advancePast: true))
        {
            throw new RespProtocolException("a bulk text that does not end where it should");
        }
    }

    internal static bool TryReadLine(ref SequenceReader<byte> reader, RespLimits limits, out ReadOnlySpan<byte> line)
    {
        if (!reader.TryReadTo(out line, LineEnd))
        {
            return reader.Remaining <= limits.LineBytes
                ? false
                : throw new RespProtocolException($"a line of more than {limits.LineBytes} bytes");
        }

        return true;
    }

    /// <summary>Reads a length; -1 stands for no value.</summary>
    internal static int ParseLength(ReadOnlySpan<byte> text, int most)
    {
        long length = ParseInteger(text);
        return length >= -1 && length <= most
            ? (int)length
            : throw new RespProtocolException($"a length of {length}, where {most} is the most");
    }

    private static long ParseInteger(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'+', ..])
        {
            text = text[1..];
        }

        return Utf8Parser.TryParse(text, out long value, out int read) && read == text.Length
            ? value
            : throw new RespProtocolException("a number with other characters in it");
    }
}
