// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using System.Text.Json;
using Bridge.Core.Presence;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>Writes users as the JSON texts that are signed.</summary>
internal static class UserDataWriter
{
    /// <summary>What others may know about a user; null for nothing.</summary>
    public static string? Info(PusherAuthUser user) => user.Info is null ? null : JsonSerializer.Serialize(user.Info);

    /// <summary>The user as a member of a presence channel.</summary>
    public static string ChannelData(PresenceMember member) => Write("user_id", member.UserId, member.UserInfo, []);

    /// <summary>The user of a sign-in.</summary>
    public static string UserData(PusherAuthUser user) => Write("id", user.Id, Info(user), user.Watchlist);

    private static string Write(string idName, string id, string? info, IReadOnlyList<string> watchlist)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString(idName, id);
            if (info is not null)
            {
                writer.WritePropertyName("user_info"u8);
                writer.WriteRawValue(info);
            }

            if (watchlist.Count > 0)
            {
                writer.WriteStartArray("watchlist"u8);
                foreach (string watched in watchlist)
                {
                    writer.WriteStringValue(watched);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
