// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>Writes the signed answer for one channel, always with the app's newest key.</summary>
internal static class ChannelAuthWriter
{
    public static void Write(Utf8JsonWriter writer, PusherApp app, string socketId, string channel, PresenceMember member)
    {
        ChannelKind kind = ChannelName.KindOf(channel);
        string? channelData = kind.HasFlag(ChannelKind.Presence) ? UserDataWriter.ChannelData(member) : null;
        string signature = PusherSignature.SignChannel(app.Secret, socketId, channel, channelData);

        writer.WriteStartObject();
        writer.WriteString("auth"u8, $"{app.Key}:{signature}");
        if (channelData is not null)
        {
            writer.WriteString("channel_data"u8, channelData);
        }

        if (kind.HasFlag(ChannelKind.Encrypted))
        {
            writer.WriteBase64String("shared_secret"u8, SharedSecret(channel, app.EncryptionMasterKey!));
        }

        writer.WriteEndObject();
    }

    private static byte[] SharedSecret(string channel, string masterKey) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(channel), .. Convert.FromBase64String(masterKey)]);
}
