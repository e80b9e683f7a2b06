// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Redis.State;

/// <summary>
/// Tells the observer what happens on channels: what Redis says, and what this node does alone while Redis is away. The caller
/// holds the channel's lock.
/// </summary>
internal sealed class ChannelAnnouncer(IChannelObserver observer)
{
    /// <summary>Redis told the node something.</summary>
    public void Apply(LocalChannel channel, ChannelNewsMessage news)
    {
        if (!channel.Mirror.TryApply(news))
        {
            return;
        }

        switch (news.Kind)
        {
            case ChannelNewsKind.Added:
                observer.OnMemberAdded(channel.Group, news.Member!, news.ConnectionId, news.Version);
                break;
            case ChannelNewsKind.Removed:
                observer.OnMemberRemoved(channel.Group, news.Member!.UserId, news.Version);
                break;
            default:
                observer.OnSubscriptionCount(channel.Group, news.Count, news.Version);
                break;
        }
    }

    /// <summary>The awaited answer is there, or will not come: what was told meanwhile is taken into account.</summary>
    public void EndAwaiting(LocalChannel channel)
    {
        foreach (ChannelNewsMessage news in channel.Mirror.EndAwaiting())
        {
            Apply(channel, news);
        }
    }

    /// <summary>Tells what has changed since the node last heard of the channel.</summary>
    /// <returns>Whether members are missing that may come back.</returns>
    public bool Catch(LocalChannel channel, long version, int count, IReadOnlyList<PresenceMember> members, bool dropMissing)
    {
        (List<PresenceMember> added, List<string> missing) = channel.Mirror.Catch(version, members, dropMissing);
        foreach (PresenceMember member in added)
        {
            observer.OnMemberAdded(channel.Group, member, string.Empty, version);
        }

        foreach (string userId in dropMissing ? missing : [])
        {
            observer.OnMemberRemoved(channel.Group, userId, version);
        }

        if (channel.Mirror.ConnectionCount != count)
        {
            channel.Mirror.ConnectionCount = count;
            AnnounceCount(channel, version);
        }

        EndAwaiting(channel);
        return !dropMissing && missing.Count > 0;
    }

    /// <summary>A connection joins by the word of this node alone.</summary>
    /// <returns>False when the channel is full.</returns>
    public bool TryJoin(LocalChannel channel, JoinRequest request)
    {
        ChannelMirror mirror = channel.Mirror;
        bool isFirst = request.Member is { } member && !mirror.Members.ContainsKey(member.UserId);
        if (isFirst && mirror.Members.Count >= request.Settings.MaxPresenceMembers)
        {
            return false;
        }

        long version = mirror.Advance();
        mirror.ConnectionCount++;
        if (isFirst)
        {
            mirror.Members.Add(request.Member!.UserId, request.Member);
            observer.OnMemberAdded(channel.Group, request.Member, request.ConnectionId, version);
        }

        AnnounceCount(channel, version);
        return true;
    }

    /// <summary>A connection leaves by the word of this node alone.</summary>
    /// <param name="channel">The channel, without the connection.</param>
    /// <param name="departed">The user who has no other connection on this node, or null.</param>
    public void Leave(LocalChannel channel, string? departed)
    {
        long version = channel.Mirror.Advance();
        channel.Mirror.ConnectionCount = Math.Max(channel.Connections.Count, channel.Mirror.ConnectionCount - 1);
        if (departed is not null && channel.Mirror.Members.Remove(departed))
        {
            observer.OnMemberRemoved(channel.Group, departed, version);
        }

        AnnounceCount(channel, version);
    }

    private void AnnounceCount(LocalChannel channel, long version)
    {
        if (channel.AnnouncesCount)
        {
            observer.OnSubscriptionCount(channel.Group, channel.Mirror.ConnectionCount, version);
        }
    }
}
