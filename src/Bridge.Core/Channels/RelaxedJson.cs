// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Core.Channels;

/// <summary>JSON as SignalR writes it: only what must be escaped is.</summary>
internal static class RelaxedJson
{
    /// <summary>Options with the relaxed encoder.</summary>
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// How deep a value may nest so that an invocation with it as an argument, which adds an object and an array, stays
    /// within the 64 levels that SignalR's JSON protocols read: clients give up the connection over a deeper one.
    /// </summary>
    private const int MaxDepth = 62;

    /// <summary>Whether the text is one whole JSON value that native clients can read as an argument.</summary>
    /// <param name="utf8">Any bytes.</param>
    public static bool IsValue(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
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
