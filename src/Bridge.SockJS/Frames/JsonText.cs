// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;

namespace Bridge.SockJS.Frames;

/// <summary>
/// Writes JSON strings as SockJS wants them: lower-case escapes, and escapes for characters that browsers of old lost or
/// changed. Other characters stay as they are.
/// </summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Plain = PlainExcept("\"\\");
    private static readonly SearchValues<byte> PlainInMarkup = PlainExcept("\"\\<");

    /// <summary>Writes a string with its quotes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="utf8">The text. Bytes that are no UTF-8 become U+FFFD.</param>
    /// <param name="inMarkup">Whether the string stands in HTML, where no tag may come out of it.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8, bool inMarkup = false)
    {
        SearchValues<byte> plain = inMarkup ? PlainInMarkup : Plain;
        output.Write("\""u8);
        while (!utf8.IsEmpty)
        {
            int length = utf8.IndexOfAnyExcept(plain);
            if (length != 0)
            {
                length = length < 0 ? utf8.Length : length;
                output.Write(utf8[..length]);
            }
            else
            {
                Rune.DecodeFromUtf8(utf8, out Rune rune, out length);
                WriteRune(output, rune, utf8[..length], inMarkup);
            }

            utf8 = utf8[length..];
        }

        output.Write("\""u8);
    }

    private static void WriteRune(IBufferWriter<byte> output, Rune rune, ReadOnlySpan<byte> utf8, bool inMarkup)
    {
        switch (rune.Value)
        {
            case '"': output.Write("\\\""u8); break;
            case '\\': output.Write("\\\\"u8); break;
            case '\b': output.Write("\\b"u8); break;
            case '\f': output.Write("\\f"u8); break;
            case '\n': output.Write("\\n"u8); break;
            case '\r': output.Write("\\r"u8); break;
            case '\t': output.Write("\\t"u8); break;
            case > 0xFFFF: WriteSurrogates(output, rune); break;
            case '<' when inMarkup:
            case < 0x20 or (>= 0x200C and <= 0x200F) or (>= 0x2028 and <= 0x202F) or (>= 0x2060 and <= 0x206F) or >= 0xFFF0:
                WriteUnit(output, (char)rune.Value);
                break;
            default: output.Write(utf8); break;
        }
    }

    private static void WriteSurrogates(IBufferWriter<byte> output, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        rune.EncodeToUtf16(units);
        WriteUnit(output, units[0]);
        WriteUnit(output, units[1]);
    }

    private static void WriteUnit(IBufferWriter<byte> output, char unit)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        output.Write([(byte)'\\', (byte)'u', digits[unit >> 12], digits[(unit >> 8) & 15], digits[(unit >> 4) & 15], digits[unit & 15]]);
    }

    private static SearchValues<byte> PlainExcept(string special) =>
        SearchValues.Create([.. Enumerable.Range(0x20, 0x60).Select(value => (byte)value).Where(value => !special.Contains((char)value))]);
}
