// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Core.Users;
using Bridge.Pusher.Apps;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>Signs subscriptions to private and presence channels, one (<c>channel_name</c>) or several (<c>channel_name[n]</c>).</summary>
internal sealed class ChannelAuthAnswer(IChannelAuthorizer authorizer, PusherChannelNamespaces namespaces, PusherAuthOptions options)
{
    private const string Parameter = "channel_name";
    private const int MaxChannels = 100;

    public async ValueTask<HttpError?> WriteAsync(AuthRequest request, Utf8JsonWriter writer)
    {
        if (request.Fields.Single(Parameter) is { } channel)
        {
            return await WriteChannelAsync(request, channel, writer);
        }

        string[] channels = request.Fields.Several(Parameter);
        if (channels.Length is 0 or > MaxChannels)
        {
            return channels.Length == 0
                ? HttpError.Missing(Parameter)
                : HttpError.BadRequest($"Too many channels ({channels.Length} > {MaxChannels})");
        }

        writer.WriteStartObject();
        foreach (string name in channels)
        {
            writer.WriteStartObject(name);
            await WriteEntryAsync(request, name, writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        return null;
    }

    /// <summary>Writes one entry of the answer to several channels, in the form that the plugin pusher-js-auth reads.</summary>
    private async ValueTask WriteEntryAsync(AuthRequest request, string channel, Utf8JsonWriter writer)
    {
        (HttpError? error, PresenceMember member) = await DecideAsync(request, channel);
        writer.WriteNumber("status"u8, error?.Status ?? 200);
        if (error is null)
        {
            writer.WritePropertyName("data"u8);
            ChannelAuthWriter.Write(writer, request.App, request.SocketId, channel, member);
        }
    }

    private async ValueTask<HttpError?> WriteChannelAsync(AuthRequest request, string channel, Utf8JsonWriter writer)
    {
        (HttpError? error, PresenceMember member) = await DecideAsync(request, channel);
        if (error is null)
        {
            ChannelAuthWriter.Write(writer, request.App, request.SocketId, channel, member);
        }

        return error;
    }

    /// <summary>Whether to sign, and who joins should the channel be a presence channel.</summary>
    private async ValueTask<(HttpError? Error, PresenceMember Member)> DecideAsync(AuthRequest request, string channel)
    {
        var member = new PresenceMember(request.User.Id, UserDataWriter.Info(request.User));
        if (Check(request.App, channel) is { } error)
        {
            return (error, member);
        }

        if (options.SignsAllChannels)
        {
            return (null, member);
        }

        ChannelGrant grant = await authorizer.AuthorizeAsync(RequestFor(request, channel, member), request.Context.RequestAborted);
        return (grant.IsAllowed ? null : HttpError.Forbidden(grant.Refusal), grant.Member ?? member);
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

    private ChannelAuthorizationRequest RequestFor(AuthRequest request, string channel, PresenceMember member) => new()
    {
        Namespace = namespaces.NamespaceOf(request.App),
        Channel = channel,
        Kind = ChannelName.KindOf(channel),
        SocketId = request.SocketId,
        Principal = request.Context.User,
        User = new SignedInUser(member.UserId, member.UserInfo, request.User.Watchlist),
        IsForSigning = true,
    };
}
