// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Text;

namespace Bridge.Core.Channels;

/// <summary>
/// Takes halves of surrogate pairs out of JSON. <c>JSON.stringify</c> writes them as escapes, which is well-formed, but
/// no text: serializers of the .NET world fail on it when they write the value again.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    private static ReadOnlySpan<byte> Replacement => "\\ufffd"u8;

    /// <summary>The JSON with U+FFFD in the place of each half; the same memory when there is none.</summary>
    /// <param name="json">Well-formed JSON in UTF-8.</param>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> json)
    {
        byte[]? copy = null;
        ReadOnlySpan<byte> text = json.Span;
        int at = 0;
        while (text[at..].IndexOf((byte)'\\') is int found and >= 0)
        {
            at += found;
            if (!TryReadEscape(text[at..], out char first) || !char.IsSurrogate(first))
            {
                // A backslash and what it escapes; the digits after \u hold no backslash.
                at += 2;
            }
            else if (char.IsHighSurrogate(first)
                && TryReadEscape(text[(at + EscapeLength)..], out char second) && char.IsLowSurrogate(second))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                copy ??= json.ToArray();
                Replacement.CopyTo(copy.AsSpan(at));
                at += EscapeLength;
            }
        }

        return copy ?? json;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> text, out char character)
    {
        ushort unit = 0;
        bool isEscape = text.Length >= EscapeLength && text.StartsWith("\\u"u8)
            && Utf8Parser.TryParse(text[2..EscapeLength], out unit, out _, 'x');
        character = (char)unit;
        return isEscape;
    }
}
