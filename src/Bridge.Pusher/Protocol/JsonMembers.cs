// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Json;

namespace Bridge.Pusher.Protocol;

/// <summary>Reads JSON that nobody vouches for. What is not as it should be costs one exception at most.</summary>
internal static class JsonMembers
{
    /// <summary>
    /// How deep clients may nest arrays and objects. The data of a client event is then at most 62 deep, and an invocation
    /// of the hub with it at most 64, which is as deep as SignalR reads.
    /// </summary>
    public const int MaxDepth = 63;

    /// <summary>How to read what clients send.</summary>
    public static readonly JsonReaderOptions Untrusted = new() { MaxDepth = MaxDepth };

    /// <summary>
    /// Whether the exception says that the JSON is at fault: the reader throws InvalidOperationException for half of a
    /// surrogate pair in an escape.
    /// </summary>
    /// <param name="exception">What a reader threw.</param>
    public static bool IsMalformed(Exception exception) => exception is JsonException or InvalidOperationException;

    /// <summary>The string that the reader is on; null for another value.</summary>
    /// <param name="json">The reader, on a value.</param>
    public static string? StringOrNull(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String ? json.GetString() : null;

    /// <summary>
    /// The string members of a message's data, which is an object or, from older clients, a string that holds one.
    /// The last of several members of one name counts.
    /// </summary>
    /// <param name="data">One well-formed JSON value in UTF-8, or nothing.</param>
    /// <param name="names">The members' names in UTF-8.</param>
    /// <returns>The values in the order of the names; all null when the data is something else.</returns>
    public static string?[] ReadStrings(ReadOnlySpan<byte> data, byte[][] names)
    {
        var values = new string?[names.Length];
        try
        {
            if (data.StartsWith("\""u8))
            {
                ReadObjectInString(data, names, values);
            }
            else if (!data.IsEmpty)
            {
                ReadObject(data, names, values);
            }
        }
        catch (Exception malformed) when (IsMalformed(malformed))
        {
            Array.Clear(values);
        }

        return values;
    }

    private static void ReadObjectInString(ReadOnlySpan<byte> token, byte[][] names, string?[] values)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            var outer = new Utf8JsonReader(token);
            outer.Read();
            ReadObject(text.AsSpan(0, outer.CopyString(text)), names, values);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static void ReadObject(ReadOnlySpan<byte> text, byte[][] names, string?[] values)
    {
        var json = new Utf8JsonReader(text, Untrusted);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int member = IndexOfName(ref json, names);
            json.Read();
            if (member >= 0)
            {
                values[member] = StringOrNull(ref json);
            }

            json.Skip();
        }

        // Throws when anything but white space follows.
        json.Read();
    }

    private static int IndexOfName(ref Utf8JsonReader json, byte[][] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (json.ValueTextEquals(names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
