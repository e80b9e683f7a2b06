// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;
using Microsoft.Extensions.Primitives;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>Signs subscriptions to private and presence channels, one (<c>channel_name</c>) or several (<c>channel_name[n]</c>).</summary>
internal static class ChannelAuthAnswer
{
    private const string Parameter = "channel_name";

    public static HttpError? Write(AuthRequest request, Utf8JsonWriter writer)
    {
        List<string> batch = [];
        foreach ((string key, StringValues values) in request.Fields)
        {
            if (key == Parameter)
            {
                return WriteChannel(request, values.ToString(), writer);
            }

            if (key.StartsWith(Parameter + "[", StringComparison.Ordinal))
            {
                batch.AddRange(values.OfType<string>());
            }
        }

        if (batch.Count == 0)
        {
            return HttpError.Missing(Parameter);
        }

        WriteBatch(request, batch.Distinct(StringComparer.Ordinal), writer);
        return null;
    }

    private static void WriteBatch(AuthRequest request, IEnumerable<string> channels, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (string channel in channels)
        {
            writer.WriteStartObject(channel);
            if (Check(request.App, channel) is { } error)
            {
                writer.WriteNumber("status"u8, error.Status);
            }
            else
            {
                writer.WriteNumber("status"u8, 200);
                writer.WritePropertyName("data"u8);
                WriteSigned(request, channel, writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static HttpError? WriteChannel(AuthRequest request, string channel, Utf8JsonWriter writer)
    {
        HttpError? error = Check(request.App, channel);
        if (error is null)
        {
            WriteSigned(request, channel, writer);
        }

        return error;
    }

    private static HttpError? Check(PusherApp app, string channel)
    {
        if (!ChannelName.IsValid(channel, app.Limits.MaxChannelNameLength))
        {
            return HttpError.BadRequest($"Invalid channel name: '{UntrustedText.Show(channel)}'");
        }

        ChannelKind kind = ChannelName.KindOf(channel);
        if (!kind.HasFlag(ChannelKind.Private) && !kind.HasFlag(ChannelKind.Presence))
        {
            return HttpError.Forbidden("Only private and presence channels are signed for");
        }

        return kind.HasFlag(ChannelKind.Encrypted) && app.EncryptionMasterKey is null
            ? HttpError.Forbidden("The app has no EncryptionMasterKey for encrypted channels")
            : null;
    }

    private static void WriteSigned(AuthRequest request, string channel, Utf8JsonWriter writer)
    {
        ChannelKind kind = ChannelName.KindOf(channel);
        string? channelData = kind.HasFlag(ChannelKind.Presence) ? UserDataWriter.ChannelData(request.User) : null;
        string signature = PusherSignature.SignChannel(request.App.Secret, request.SocketId, channel, channelData);

        writer.WriteStartObject();
        writer.WriteString("auth"u8, $"{request.App.Key}:{signature}");
        if (channelData is not null)
        {
            writer.WriteString("channel_data"u8, channelData);
        }

        if (kind.HasFlag(ChannelKind.Encrypted))
        {
            writer.WriteBase64String("shared_secret"u8, SharedSecret(channel, request.App.EncryptionMasterKey!));
        }

        writer.WriteEndObject();
    }

    private static byte[] SharedSecret(string channel, string masterKey) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(channel), .. Convert.FromBase64String(masterKey)]);
}
