// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Pusher.Webhooks;

/// <summary>Writes the bodies of webhook requests (docs/specs/pusher-webhooks.md).</summary>
internal static class WebhookBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body with these events.</summary>
    /// <param name="events">At least one, in their order.</param>
    public static byte[] Of(IReadOnlyList<WebhookEvent> events)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteNumber("time_ms"u8, events[0].Time.ToUnixTimeMilliseconds());
        json.WriteStartArray("events"u8);
        foreach (WebhookEvent webhookEvent in events)
        {
            Write(json, webhookEvent);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, WebhookEvent webhookEvent)
    {
        ChannelActivity activity = webhookEvent.Activity;
        json.WriteStartObject();
        json.WriteString("name"u8, WebhookEventNames.Of(activity.Kind));
        json.WriteString("channel"u8, webhookEvent.Channel);
        switch (activity.Kind)
        {
            case ChannelActivityKind.MemberAdded or ChannelActivityKind.MemberRemoved:
                json.WriteString("user_id"u8, activity.UserId);
                break;
            case ChannelActivityKind.SubscriptionCount:
                json.WriteNumber("subscription_count"u8, activity.SubscriptionCount);
                break;
            case ChannelActivityKind.ClientEvent:
                WriteClientEvent(json, activity.ClientEvent!, activity.SocketId!);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteClientEvent(Utf8JsonWriter json, ChannelEvent clientEvent, string socketId)
    {
        json.WriteString("event"u8, clientEvent.Name);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(clientEvent.Data.StringToken.Span, skipInputValidation: true);
        json.WriteString("socket_id"u8, socketId);
        if (clientEvent.UserId is not null)
        {
            json.WriteString("user_id"u8, clientEvent.UserId);
        }
    }
}
