// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>The channel as it was at the instant of a join.</summary>
public sealed record JoinResult
{
    /// <summary>
    /// The number of the transition that made the connection a member. News and cached events with a smaller
    /// number are already contained in this snapshot and must not be delivered on top of it.
    /// </summary>
    public required long Version { get; init; }

    /// <summary>The connections on the channel, the new one included.</summary>
    public required int ConnectionCount { get; init; }

    /// <summary>The distinct users of a presence channel in the order they joined, the new one included; empty for other kinds.</summary>
    public IReadOnlyList<PresenceMember> Members { get; init; } = [];

    /// <summary>The last event of a cache channel, or null when there is none.</summary>
    public CachedEvent? Cached { get; init; }
}
