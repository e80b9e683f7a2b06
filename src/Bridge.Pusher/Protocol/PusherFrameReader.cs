// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Text.Unicode;

namespace Bridge.Pusher.Protocol;

/// <summary>Reads what clients send (docs/specs/pusher.md, "Envelope"). Takes any bytes and never throws.</summary>
internal static class PusherFrameReader
{
    /// <summary>
    /// Reads one whole message. False when it is not a JSON object in valid UTF-8 with a string <c>event</c>, or when an
    /// escape in a name is half of a surrogate pair. A channel or data of the wrong type is no reason. The last of
    /// several members of one name counts.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="frame">What it says.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, out PusherFrame frame)
    {
        frame = default;

        // Utf8JsonReader does not check the bytes within strings, and data is passed on to other clients, whose
        // WebSockets would fail on text that is not UTF-8.
        if (!Utf8.IsValid(message))
        {
            return false;
        }

        try
        {
            return TryReadObject(message, ref frame);
        }
        catch (Exception malformed) when (JsonMembers.IsMalformed(malformed))
        {
            return false;
        }
    }

    private static bool TryReadObject(ReadOnlySpan<byte> message, ref PusherFrame frame)
    {
        string? name = null;
        string? channel = null;
        ReadOnlySpan<byte> data = default;
        var json = new Utf8JsonReader(message, JsonMembers.Untrusted);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("event"u8))
            {
                json.Read();
                name = EventName(ref json);
            }
            else if (json.ValueTextEquals("channel"u8))
            {
                json.Read();
                channel = JsonMembers.StringOrNull(ref json);
            }
            else if (json.ValueTextEquals("data"u8))
            {
                json.Read();
                data = Raw(ref json, message);
            }

            json.Skip();
        }

        // Reading past the object's end throws when anything but white space follows.
        json.Read();
        if (name is null)
        {
            return false;
        }

        frame = new PusherFrame(name, channel, data);
        return true;
    }

    /// <summary>The event's name; those that come often cost no new string.</summary>
    private static string? EventName(ref Utf8JsonReader json) =>
        json.TokenType != JsonTokenType.String || json.ValueIsEscaped ? JsonMembers.StringOrNull(ref json)
        : json.ValueTextEquals("pusher:ping"u8) ? PusherEventNames.Ping
        : json.ValueTextEquals("pusher:pong"u8) ? PusherEventNames.Pong
        : json.ValueTextEquals("pusher:subscribe"u8) ? PusherEventNames.Subscribe
        : json.ValueTextEquals("pusher:unsubscribe"u8) ? PusherEventNames.Unsubscribe
        : json.GetString();

    private static ReadOnlySpan<byte> Raw(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> message)
    {
        int start = (int)json.TokenStartIndex;
        json.Skip();
        return message[start..(int)json.BytesConsumed];
    }
}
