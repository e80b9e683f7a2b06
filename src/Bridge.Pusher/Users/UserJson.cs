// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Bridge.Pusher.Users;

/// <summary>Reads the JSON objects that describe a user: channel_data and user_data.</summary>
internal static class UserJson
{
    /// <summary>Parses the text of a JSON object; null when it is anything else.</summary>
    public static JsonDocument? ParseObject(string text)
    {
        try
        {
            // By way of bytes: the overload for text throws something else on lone surrogates.
            var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a user id: a string that is not empty, or a number, which stands for its digits.</summary>
    public static bool TryGetId(JsonElement value, [NotNullWhen(true)] out string? id)
    {
        id = value.ValueKind switch
        {
            JsonValueKind.String => TextOf(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return !string.IsNullOrEmpty(id);
    }

    /// <summary>The text of the member <c>user_info</c>, or null when there is none.</summary>
    public static string? InfoOf(JsonElement user) =>
        user.TryGetProperty("user_info"u8, out JsonElement info) && info.ValueKind != JsonValueKind.Null ? info.GetRawText() : null;

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate is well-formed JSON, but no text.
            return null;
        }
    }
}
