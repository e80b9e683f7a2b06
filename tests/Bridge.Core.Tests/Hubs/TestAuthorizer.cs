// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Hubs;

/// <summary>
/// Grants public channels to all and others to who sends <c>ok:{socket id}</c>; the channel data of a presence channel is the user's id,
/// with user info behind a space.
/// </summary>
internal sealed class TestAuthorizer : IChannelAuthorizer
{
    public ValueTask<ChannelGrant> AuthorizeAsync(ChannelAuthorizationRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authorize(request));

    private static ChannelGrant Authorize(ChannelAuthorizationRequest request)
    {
        if (!ChannelName.NeedsAuthorization(request.Kind))
        {
            return ChannelGrant.Allowed;
        }

        if (request.Auth != "ok:" + request.SocketId)
        {
            return ChannelGrant.Refused("The signature is not that of this connection.");
        }

        return request.ChannelData?.Split(' ', 2) is [string userId, .. string[] info]
            ? ChannelGrant.AllowedAs(new PresenceMember(userId, info.FirstOrDefault()))
            : ChannelGrant.Allowed;
    }
}
