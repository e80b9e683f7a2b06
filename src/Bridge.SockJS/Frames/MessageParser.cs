// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Bridge.SockJS.Frames;

/// <summary>Reads what clients send: a JSON array of strings.</summary>
internal static class MessageParser
{
    /// <summary>Reads the messages as UTF-8. Halves of surrogate pairs, which JSON can carry and UTF-8 can't, become U+FFFD.</summary>
    /// <param name="json">What the client sent.</param>
    /// <param name="allowBareString">Whether one string without an array is a message too.</param>
    /// <param name="messages">The messages in order.</param>
    public static MessageSyntax Parse(ReadOnlySpan<byte> json, bool allowBareString, out List<byte[]> messages)
    {
        messages = [];
        if (!Utf8.IsValid(json))
        {
            return MessageSyntax.NotJson;
        }

        try
        {
            return Read(json, allowBareString, messages);
        }
        catch (JsonException)
        {
            return MessageSyntax.NotJson;
        }
    }

    // Reads to the end even when it is clear that these are no messages: broken JSON has an answer of its own.
    private static MessageSyntax Read(ReadOnlySpan<byte> json, bool allowBareString, List<byte[]> messages)
    {
        Utf8JsonReader reader = new(json);
        bool isValid = true;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String when reader.CurrentDepth == 1 || (reader.CurrentDepth == 0 && allowBareString):
                    messages.Add(reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : reader.ValueSpan.ToArray());
                    break;
                case JsonTokenType.StartArray or JsonTokenType.EndArray when reader.CurrentDepth == 0:
                    break;
                default:
                    isValid = false;
                    break;
            }
        }

        return isValid ? MessageSyntax.Valid : MessageSyntax.NotStrings;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        using PooledWriter output = new();
        while (!text.IsEmpty)
        {
            int length = text.IndexOf((byte)'\\');
            if (length != 0)
            {
                length = length < 0 ? text.Length : length;
                output.Write(text[..length]);
                text = text[length..];
            }
            else
            {
                WriteRune(output, TakeEscape(ref text));
            }
        }

        return output.Written.ToArray();
    }

    private static Rune TakeEscape(ref ReadOnlySpan<byte> text)
    {
        byte kind = text[1];
        if (kind != 'u')
        {
            text = text[2..];
            return new Rune(kind switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                _ => (char)kind,
            });
        }

        char unit = TakeUnit(ref text);
        if (char.IsHighSurrogate(unit) && text.StartsWith("\\u"u8))
        {
            ReadOnlySpan<byte> rest = text;
            if (Rune.TryCreate(unit, TakeUnit(ref rest), out Rune pair))
            {
                text = rest;
                return pair;
            }
        }

        return Rune.TryCreate(unit, out Rune rune) ? rune : Rune.ReplacementChar;
    }

    private static char TakeUnit(ref ReadOnlySpan<byte> text)
    {
        ushort unit = ushort.Parse(text.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        text = text[6..];
        return (char)unit;
    }

    private static void WriteRune(PooledWriter output, Rune rune) => output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
}
