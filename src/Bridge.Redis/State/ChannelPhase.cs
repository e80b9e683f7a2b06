// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>
/// Where a channel of this node stands with Redis. Changes under the channel's lock, by the methods of <see cref="LocalChannel"/> only:
/// <code>
/// New    -> Shared   the first connection joins, and Redis is there
/// New    -> Alone    the first connection joins, and Redis is away
/// Shared -> Alone    a command failed, or the link was interrupted: news and answers may be lost
/// Alone  -> Shared   the node's part was sent to Redis; what comes later goes behind it
/// Shared -> Dropped  nobody is left, and Redis has answered so
/// Alone  -> Dropped  nobody is left, and Redis has never heard of the channel from this node
/// </code>
/// </summary>
internal enum ChannelPhase
{
    /// <summary>Nobody has joined yet.</summary>
    New,

    /// <summary>Redis has everything of this node, or will have it when it has answered. Transitions go there.</summary>
    Shared,

    /// <summary>The node goes on by what it knows, until its part is brought to Redis.</summary>
    Alone,

    /// <summary>No longer in memory. The channel stays empty; another object stands for the group.</summary>
    Dropped,
}
