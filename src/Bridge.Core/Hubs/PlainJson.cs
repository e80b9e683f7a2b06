// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Core.Hubs;

/// <summary>Reads JSON into values that every serializer knows, for hub protocols that are not JSON, such as MessagePack.</summary>
internal static class PlainJson
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>The value as dictionary, list, string, long, double, bool or null.</summary>
    /// <param name="utf8">A well-formed JSON value in UTF-8.</param>
    public static object? Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, AnyDepth);
        reader.Read();
        return Read(ref reader);
    }

    private static object? Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => reader.TryGetInt64(out long whole) ? (object)whole : reader.GetDouble(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static Dictionary<string, object?> ReadObject(ref Utf8JsonReader reader)
    {
        var members = new Dictionary<string, object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            members[name] = Read(ref reader);
        }

        return members;
    }

    private static List<object?> ReadArray(ref Utf8JsonReader reader)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }

        return items;
    }
}
