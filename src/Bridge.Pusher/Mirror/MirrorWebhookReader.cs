// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Connections;

namespace Bridge.Pusher.Mirror;

/// <summary>Reads the client events in the body of a webhook.</summary>
internal static class MirrorWebhookReader
{
    private const string ClientEvent = "client_event";

    /// <summary>The client events, in their order; null when the body is no webhook. Other events of a webhook are passed over.</summary>
    public static List<MirroredClientEvent>? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root
                || !root.TryGetProperty("events", out JsonElement events)
                || events.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            List<MirroredClientEvent> read = [];
            foreach (JsonElement item in events.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Object && TextOf(item, "name") == ClientEvent)
                {
                    read.Add(ReadClientEvent(item));
                }
            }

            return read;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for half a surrogate pair in an escape, which has no UTF-8 form.
            return null;
        }
    }

    private static MirroredClientEvent ReadClientEvent(JsonElement item)
    {
        EventData? data = !item.TryGetProperty("data", out JsonElement value) ? null
            : value.ValueKind == JsonValueKind.String ? EventData.FromText(value.GetString()!)
            : EventData.FromJson(JsonSerializer.SerializeToUtf8Bytes(value));
        string? socketId = TextOf(item, "socket_id");
        return new MirroredClientEvent(
            TextOf(item, "channel"), TextOf(item, "event"), data, SocketId.IsValid(socketId), TextOf(item, "user_id"));
    }

    private static string? TextOf(JsonElement item, string property) =>
        item.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
