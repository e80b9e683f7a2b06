// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Bridge.Pusher.AuthEndpoints;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Users;

namespace Bridge.Pusher.Authorization;

/// <summary>
/// Lets into private and presence channels whoever has a signature of the app for it or is admitted by the channel's policies,
/// whatever dialect they speak, into a user's own channel that user, and into other channels everybody whom no policy keeps out.
/// </summary>
internal sealed class PusherChannelAuthorizer(
    PusherChannelNamespaces namespaces, IChannelPolicies policies, IPusherUserProvider users) : IChannelAuthorizer
{
    /// <inheritdoc />
    public async ValueTask<ChannelGrant> AuthorizeAsync(ChannelAuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (request.Kind.HasFlag(ChannelKind.User))
        {
            return AuthorizeUserChannel(request);
        }

        bool needsProof = ChannelName.NeedsAuthorization(request.Kind);
        if (needsProof && !string.IsNullOrEmpty(request.Auth))
        {
            // Who sends a signature is judged by it alone: what it says about the member must not get lost.
            return VerifySignature(request) ?? (request.Kind.HasFlag(ChannelKind.Presence) ? AuthorizeMember(request) : ChannelGrant.Allowed);
        }

        return await policies.EvaluateAsync(request) switch
        {
            ChannelPolicyResult.Admitted => request.Kind.HasFlag(ChannelKind.Presence) ? AuthorizePrincipal(request) : ChannelGrant.Allowed,
            ChannelPolicyResult.NotAdmitted => ChannelGrant.Refused($"The user may not subscribe to {request.Channel}"),
            _ when !needsProof => ChannelGrant.Allowed,
            _ when request.IsForSigning => ChannelGrant.Refused($"No policy of this server is about {request.Channel}"),
            _ => ChannelGrant.Refused($"Auth info required to subscribe to {request.Channel}"),
        };
    }

    private static ChannelGrant AuthorizeUserChannel(ChannelAuthorizationRequest request) =>
        request.User is { } user && request.Channel.AsSpan(ChannelName.UserPrefix.Length).SequenceEqual(user.UserId)
            ? ChannelGrant.Allowed
            : ChannelGrant.Refused($"Only the signed-in user may subscribe to {UntrustedText.Show(request.Channel)}");

    /// <summary>The refusal, or null when the signature is good.</summary>
    private ChannelGrant? VerifySignature(ChannelAuthorizationRequest request)
    {
        if (!AuthToken.TryParse(request.Auth, out AuthToken token))
        {
            return ChannelGrant.Refused(
                $"Auth value for subscription to {request.Channel} is invalid: should be of format 'key:signature'");
        }

        if (namespaces.AppOf(request.Namespace)?.SecretOf(token.Key) is not { } secret)
        {
            return ChannelGrant.Refused($"Invalid key in subscription auth data: '{UntrustedText.Show(token.Key)}'");
        }

        // Whenever there is channel_data it is signed, on private channels too: auth servers sign whatever they send.
        if (PusherSignature.VerifyChannel(token.Signature, secret, request.SocketId, request.Channel, request.ChannelData))
        {
            return null;
        }

        string data = request.ChannelData is null ? "" : $":{UntrustedText.Show(request.ChannelData)}";
        return ChannelGrant.Refused(
            $"Invalid signature: Expected HMAC SHA256 hex digest of {request.SocketId}:{request.Channel}{data}, but got {UntrustedText.Show(token.Signature)}");
    }

    private static ChannelGrant AuthorizeMember(ChannelAuthorizationRequest request)
    {
        if (request.ChannelData is { } channelData)
        {
            return ReadMember(channelData, request.Namespace.Settings);
        }

        return request.User is { } user
            ? ChannelGrant.AllowedAs(new PresenceMember(user.UserId, user.UserInfo))
            : ChannelGrant.Refused($"Subscribing to {request.Channel} needs channel_data with a user_id, or a signed-in user");
    }

    /// <summary>The member that a user without a signature is. Unsigned channel_data say nothing.</summary>
    private ChannelGrant AuthorizePrincipal(ChannelAuthorizationRequest request)
    {
        PusherAuthUser? principal = request.Principal is { } claims ? users.GetUser(claims) : null;
        if ((request.User?.UserId ?? principal?.Id) is not { Length: > 0 } userId)
        {
            return ChannelGrant.Refused($"Subscribing to {request.Channel} needs an authenticated user");
        }

        string? info = request.User?.UserInfo ?? (principal?.Id == userId ? UserDataWriter.Info(principal) : null);
        return Member("Invalid user", userId, info, request.Namespace.Settings);
    }

    private static ChannelGrant ReadMember(string channelData, ChannelSettings settings)
    {
        using JsonDocument? document = UserJson.ParseObject(channelData);
        if (document is null)
        {
            return ChannelGrant.Refused("Invalid channel_data: not a JSON object");
        }

        JsonElement member = document.RootElement;
        if (!member.TryGetProperty("user_id"u8, out JsonElement idValue) || !UserJson.TryGetId(idValue, out string? userId))
        {
            return ChannelGrant.Refused("Invalid channel_data: user_id must be a string that is not empty, or a number");
        }

        return Member("Invalid channel_data", userId, UserJson.InfoOf(member), settings);
    }

    private static ChannelGrant Member(string error, string userId, string? info, ChannelSettings settings)
    {
        if (userId.Length > settings.MaxUserIdLength)
        {
            return ChannelGrant.Refused($"{error}: user_id is longer than {settings.MaxUserIdLength} characters");
        }

        return info is null || Encoding.UTF8.GetByteCount(info) <= settings.MaxUserInfoBytes
            ? ChannelGrant.AllowedAs(new PresenceMember(userId, info))
            : ChannelGrant.Refused($"{error}: user_info is larger than {settings.MaxUserInfoBytes} bytes");
    }
}
