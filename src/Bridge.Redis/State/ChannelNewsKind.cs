// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>What the scripts tell of a channel (channel.lua, "tell").</summary>
internal enum ChannelNewsKind
{
    /// <summary>A user's first connection joined.</summary>
    Added,

    /// <summary>A user's last connection left.</summary>
    Removed,

    /// <summary>The number of connections is announced.</summary>
    Count,
}
