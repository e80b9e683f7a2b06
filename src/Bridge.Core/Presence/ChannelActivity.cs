// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Core.Presence;

/// <summary>Something that happened on a channel, as other servers may want to know it.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Group">The hub group of the channel.</param>
public readonly record struct ChannelActivity(ChannelActivityKind Kind, string Group)
{
    /// <summary>The user who came or went, for <see cref="ChannelActivityKind.MemberAdded"/> and <see cref="ChannelActivityKind.MemberRemoved"/>.</summary>
    public string? UserId { get; init; }

    /// <summary>The connections on the channel, for <see cref="ChannelActivityKind.SubscriptionCount"/>.</summary>
    public int SubscriptionCount { get; init; }

    /// <summary>What the client sent, for <see cref="ChannelActivityKind.ClientEvent"/>.</summary>
    public ChannelEvent? ClientEvent { get; init; }

    /// <summary>The socket id of the client that sent it, for <see cref="ChannelActivityKind.ClientEvent"/>.</summary>
    public string? SocketId { get; init; }
}
