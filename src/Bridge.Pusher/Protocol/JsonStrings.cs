// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Bridge.Pusher.Protocol;

/// <summary>
/// Writes text of any content as JSON strings that escape only what must be escaped. What is not text, such as half of a
/// surrogate pair, becomes U+FFFD.
/// </summary>
internal static class JsonStrings
{
    private const int ChunkSize = 256;

    /// <summary>The most bytes that one character's escape takes: two of the form <c>\u0000</c>.</summary>
    private const int MaxEscapeLength = 12;

    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Writes a JSON string.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">What it holds.</param>
    public static void WriteJsonString(this IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        output.WriteEscaped(text);
        output.Write("\""u8);
    }

    /// <summary>Writes a JSON string.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="utf8">What it holds.</param>
    public static void WriteJsonString(this IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        output.Write("\""u8);
        output.WriteEscaped(utf8);
        output.Write("\""u8);
    }

    /// <summary>Writes a JSON string within a JSON string.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">What the inner one holds.</param>
    public static void WriteNestedJsonString(this IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        Span<byte> chunk = stackalloc byte[ChunkSize];
        Span<byte> escaped = stackalloc byte[ChunkSize * MaxEscapeLength];
        output.Write("\\\""u8);
        while (!text.IsEmpty)
        {
            int utf8Length = TakeChunk(ref text, chunk);
            Encoder.EncodeUtf8(chunk[..utf8Length], escaped, out _, out int written);
            output.WriteEscaped(escaped[..written]);
        }

        output.Write("\\\""u8);
    }

    /// <summary>Writes the inside of a JSON string.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">What it holds.</param>
    public static void WriteEscaped(this IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        Span<byte> chunk = stackalloc byte[ChunkSize];
        while (!text.IsEmpty)
        {
            output.WriteEscaped(chunk[..TakeChunk(ref text, chunk)]);
        }
    }

    private static void WriteEscaped(this IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            Encoder.EncodeUtf8(utf8, output.GetSpan(utf8.Length + MaxEscapeLength), out int consumed, out int written);
            output.Advance(written);
            utf8 = utf8[consumed..];
        }
    }

    /// <summary>Takes as many whole characters off the text as the chunk has room for in UTF-8.</summary>
    private static int TakeChunk(ref ReadOnlySpan<char> text, scoped Span<byte> chunk)
    {
        Utf8.FromUtf16(text, chunk, out int read, out int written);
        text = text[read..];
        return written;
    }
}
