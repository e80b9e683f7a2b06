// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>What can happen on a channel that other servers may want to know.</summary>
public enum ChannelActivityKind
{
    /// <summary>The channel got its first connection.</summary>
    Occupied,

    /// <summary>The channel lost its last connection.</summary>
    Vacated,

    /// <summary>A user joined a presence channel with a first connection.</summary>
    MemberAdded,

    /// <summary>A user left a presence channel with the last connection.</summary>
    MemberRemoved,

    /// <summary>The number of connections on a channel that announces it has changed.</summary>
    SubscriptionCount,

    /// <summary>Somebody subscribed to a cache channel that has no last event.</summary>
    CacheMiss,

    /// <summary>A client sent an event to the channel.</summary>
    ClientEvent,
}
