// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Core.Presence;

/// <summary>A connection's entry into a channel.</summary>
/// <param name="Group">The hub group of the channel.</param>
/// <param name="Kind">What the channel's name says about it.</param>
/// <param name="Settings">The rules of the channel's namespace.</param>
/// <param name="ConnectionId">The connection that joins.</param>
/// <param name="Member">
/// Whom it joins as on a presence channel; null for other kinds, and for a connection without a user that a hub adds by
/// itself: it counts as a connection and is no member.
/// </param>
public sealed record JoinRequest(
    string Group, ChannelKind Kind, ChannelSettings Settings, string ConnectionId, PresenceMember? Member);
