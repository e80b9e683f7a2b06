// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Pusher.RestApi;

/// <summary>Writes what REST answers say about channels.</summary>
internal static class ChannelJson
{
    /// <summary>Whether a channel has members.</summary>
    public static bool IsPresence(string channel) => (ChannelName.KindOf(channel) & ChannelKind.Presence) != 0;

    /// <summary>Writes the members of an object for the counts that were asked for and that the channel has.</summary>
    public static void WriteCounts(Utf8JsonWriter json, string channel, ChannelOccupancy occupancy, ChannelAttributes attributes)
    {
        if ((attributes & ChannelAttributes.UserCount) != 0 && IsPresence(channel))
        {
            json.WriteNumber("user_count"u8, occupancy.UserCount);
        }

        if ((attributes & ChannelAttributes.SubscriptionCount) != 0)
        {
            json.WriteNumber("subscription_count"u8, occupancy.ConnectionCount);
        }
    }

    /// <summary>Makes the JSON text of an object.</summary>
    public static ReadOnlyMemory<byte> ObjectOf<TState>(TState state, Action<Utf8JsonWriter, TState> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            writeMembers(json, state);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
