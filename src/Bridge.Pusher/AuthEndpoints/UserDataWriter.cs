// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>Writes a user as the JSON texts that are signed.</summary>
internal static class UserDataWriter
{
    /// <summary>The user as a member of a presence channel.</summary>
    public static string ChannelData(PusherAuthUser user) => Write("user_id", user, withWatchlist: false);

    /// <summary>The user of a sign-in.</summary>
    public static string UserData(PusherAuthUser user) => Write("id", user, withWatchlist: user.Watchlist.Count > 0);

    private static string Write(string idName, PusherAuthUser user, bool withWatchlist)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString(idName, user.Id);
            if (user.Info is not null)
            {
                writer.WritePropertyName("user_info"u8);
                JsonSerializer.Serialize(writer, user.Info);
            }

            if (withWatchlist)
            {
                writer.WriteStartArray("watchlist"u8);
                foreach (string id in user.Watchlist)
                {
                    writer.WriteStringValue(id);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
