// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Pusher.Webhooks;

/// <summary>Dead letters as lines of a file (docs/operations/webhooks.md, "Dead letters").</summary>
internal static class WebhookDeadLetterLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a line with its end.</summary>
    public static void Write(IBufferWriter<byte> output, WebhookDeadLetter letter)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, letter.Time);
            json.WriteString("app"u8, letter.AppId);
            json.WriteString("webhook"u8, letter.Webhook);
            json.WriteString("origin"u8, letter.Origin);
            json.WriteString("reason"u8, letter.Reason);
            json.WriteNumber("attempts"u8, letter.Attempts);
            json.WritePropertyName("body"u8);
            json.WriteRawValue(letter.Body.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Reads a line; false when it is none.</summary>
    public static bool TryRead(string line, [NotNullWhen(true)] out WebhookDeadLetter? letter)
    {
        letter = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetBytes(line));
            JsonElement root = document.RootElement;
            JsonElement body = root.GetProperty("body"u8);
            letter = body.ValueKind != JsonValueKind.Object ? null : new WebhookDeadLetter
            {
                Time = root.GetProperty("time"u8).GetDateTimeOffset(),
                AppId = root.GetProperty("app"u8).GetString() ?? "",
                Webhook = root.GetProperty("webhook"u8).GetString() ?? "",
                Origin = root.GetProperty("origin"u8).GetString() ?? "",
                Reason = root.GetProperty("reason"u8).GetString() ?? "",
                Attempts = root.GetProperty("attempts"u8).GetInt32(),
                Body = JsonMarshal.GetRawUtf8Value(body).ToArray(),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Not a line of ours.
        }

        return letter is not null;
    }
}
