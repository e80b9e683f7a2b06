// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Core.Channels;

/// <summary>JSON as SignalR writes it: only what must be escaped is.</summary>
internal static class RelaxedJson
{
    /// <summary>Options with the relaxed encoder.</summary>
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>SignalR's JSON clients read 64 levels and end the connection over more; a few of them are the message's own.</summary>
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 60 };

    /// <summary>Whether the text is one whole JSON value that every client can read inside a message.</summary>
    /// <param name="utf8">Any bytes.</param>
    public static bool IsValue(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        try
        {
            bool any = false;
            while (reader.Read())
            {
                any = true;
            }

            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
