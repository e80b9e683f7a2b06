// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Text.Unicode;

namespace Bridge.Pusher.RestApi;

/// <summary>Reads bodies that are JSON.</summary>
internal static class JsonBody
{
    /// <summary>Reads what a body holds; the reader stands on the first token, and then on the last.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public delegate HttpError? ContentReader<TTarget>(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, TTarget target);

    /// <summary>Reads a body; null when it is good.</summary>
    public static HttpError? Read<TTarget>(ReadOnlySpan<byte> body, TTarget target, ContentReader<TTarget> readContent)
    {
        // The JSON reader does not look inside strings, and the data goes on to clients as it is.
        if (!Utf8.IsValid(body))
        {
            return HttpError.BadRequest("The request body is not valid UTF-8");
        }

        var reader = new Utf8JsonReader(body);
        try
        {
            reader.Read();
            HttpError? error = readContent(ref reader, body, target);
            if (error is null)
            {
                reader.Read(); // throws when anything follows
            }

            return error;
        }
        catch (JsonException)
        {
            return HttpError.BadRequest("The request body is not valid JSON");
        }
    }

    /// <summary>Reads the value of a parameter that is a text or null.</summary>
    public static HttpError? ReadText(ref Utf8JsonReader reader, string parameter, out string? text)
    {
        reader.Read();
        text = TextOf(ref reader);
        return text is not null || reader.TokenType == JsonTokenType.Null
            ? null
            : HttpError.BadRequest($"{parameter} should be a string");
    }

    /// <summary>The text that the reader stands on; null when it is none.</summary>
    public static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate is well-formed JSON, but no text.
            return null;
        }
    }
}
