// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Channels;

namespace Bridge.Core.Mapping;

/// <summary>Takes JSON values apart without reading them into objects. All values are well-formed, in UTF-8 and without space around them.</summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    public static bool IsObject(ReadOnlyMemory<byte> json) => !json.IsEmpty && json.Span[0] == (byte)'{';

    /// <summary>Whether it is an object or an array.</summary>
    public static bool IsStructure(ReadOnlyMemory<byte> json) => !json.IsEmpty && json.Span[0] is (byte)'{' or (byte)'[';

    public static bool IsEmptyObject(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, AnyDepth);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    /// <summary>The JSON that a string holds; any other value, and a string that holds none, as it is.</summary>
    public static ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> json) =>
        !json.IsEmpty && json.Span[0] == (byte)'"' ? Trim(EventData.FromStringToken(json.Span).Json) : json;

    /// <summary>The value without the space around it.</summary>
    public static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> json) => json.Trim(" \t\r\n"u8);

    /// <summary>Finds a member of an object; its name may differ in case. Of several the last counts.</summary>
    public static bool TryFindMember(ReadOnlyMemory<byte> json, string name, out ReadOnlyMemory<byte> value)
    {
        value = default;
        bool found = false;
        var reader = new Utf8JsonReader(json.Span, AnyDepth);
        if (!IsObject(json) || !reader.Read())
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool matches = Matches(ref reader, name);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (matches)
            {
                value = json[start..(int)reader.BytesConsumed];
                found = true;
            }
        }

        return found;
    }

    /// <summary>The items of an array; null for other values.</summary>
    public static List<ReadOnlyMemory<byte>>? ItemsOf(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, AnyDepth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        List<ReadOnlyMemory<byte>> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(json[start..(int)reader.BytesConsumed]);
        }

        return items;
    }

    private static bool Matches(ref Utf8JsonReader reader, string name)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueTextEquals(name)
                || (reader.ValueSpan.Length == name.Length && string.Equals(reader.GetString(), name, StringComparison.OrdinalIgnoreCase));
        }

        try
        {
            return string.Equals(reader.GetString(), name, StringComparison.OrdinalIgnoreCase);
        }
        catch (InvalidOperationException)
        {
            // An escape that is half of a surrogate pair has no text.
            return false;
        }
    }
}
