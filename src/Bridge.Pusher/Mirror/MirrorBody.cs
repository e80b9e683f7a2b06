// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Pusher.Mirror;

/// <summary>Writes the bodies of <c>POST /events</c> and <c>POST /batch_events</c>.</summary>
internal static class MirrorBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body with these events: one as it is, several as a batch.</summary>
    public static byte[] Of(IReadOnlyList<MirroredEvent> events)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Options);
        if (events is [var single])
        {
            Write(json, single);
        }
        else
        {
            json.WriteStartObject();
            json.WriteStartArray("batch"u8);
            foreach (MirroredEvent mirrored in events)
            {
                Write(json, mirrored);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, MirroredEvent mirrored)
    {
        json.WriteStartObject();
        json.WriteString("channel"u8, mirrored.Channel);
        json.WriteString("name"u8, mirrored.Name);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(mirrored.Data.StringToken.Span, skipInputValidation: true);
        if (mirrored.SocketId is not null)
        {
            json.WriteString("socket_id"u8, mirrored.SocketId);
        }

        json.WriteEndObject();
    }
}
