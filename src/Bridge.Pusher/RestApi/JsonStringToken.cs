// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.RestApi;

/// <summary>Measures JSON strings without making them.</summary>
internal static class JsonStringToken
{
    private const int UnicodeEscapeLength = 6;

    /// <summary>The length in UTF-8 of the text that a well-formed JSON string stands for.</summary>
    /// <param name="content">What is between the quotes.</param>
    public static int TextLength(ReadOnlySpan<byte> content)
    {
        int length = 0;
        int escape;
        while ((escape = content.IndexOf((byte)'\\')) >= 0)
        {
            length += escape;
            content = content[escape..];
            if (content[1] == (byte)'u')
            {
                length += Utf8LengthOf(content[2..UnicodeEscapeLength]);
                content = content[UnicodeEscapeLength..];
            }
            else
            {
                length++;
                content = content[2..];
            }
        }

        return length + content.Length;
    }

    private static int Utf8LengthOf(ReadOnlySpan<byte> hex)
    {
        Span<byte> unit = stackalloc byte[2];
        Convert.FromHexString(hex, unit, out _, out _);
        return ((unit[0] << 8) | unit[1]) switch
        {
            < 0x80 => 1,
            < 0x800 => 2,
            >= 0xD800 and < 0xE000 => 2, // half of a pair, which takes four bytes
            _ => 3,
        };
    }
}
