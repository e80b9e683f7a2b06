// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Groups;
using Bridge.Core.Presence;

namespace Bridge.Core.Hubs;

/// <content>As whom a connection joins, and whether it may.</content>
internal abstract partial class HubChannels
{
    /// <summary>Refuses a subscription over the connection's limit. A user's own channel is part of signing in and always fits.</summary>
    private static void CheckRoom(HubMember member, JoinRequest request)
    {
        int limit = request.Settings.MaxChannelsPerConnection;
        if (limit > 0 && member.GroupCount > limit && (request.Kind & ChannelKind.User) == 0)
        {
            throw new ChannelRefusedException(
                ChannelRefusedException.LimitReached, 4100, $"A connection may be subscribed to at most {limit} channels.");
        }
    }

    private JoinRequest RequestFor(HubMember member, string group, ChannelJoin? join)
    {
        string? name = Map.Names.ChannelOf(group);
        ChannelNamespace? space = name is null ? null : Namespaces.Find(name);
        ChannelKind kind = space is null ? ChannelKind.Public : ChannelName.KindOf(space.ChannelOf(name!));
        PresenceMember? presence = (kind & ChannelKind.Presence) != 0 ? join?.Grant.Member ?? VouchedMember(member, space!) : null;
        return new JoinRequest(group, kind, space?.Settings ?? DefaultSettings, member.ConnectionId, presence);
    }

    /// <summary>A hub that adds a connection to a presence group by itself vouches for it: it is there as its user, if it has one.</summary>
    private static PresenceMember? VouchedMember(HubMember member, ChannelNamespace space) =>
        member.UserOf(space) is { } user ? new PresenceMember(user.UserId, user.UserInfo)
        : member.UserId is { } userId ? new PresenceMember(userId, null)
        : null;
}
