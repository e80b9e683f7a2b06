// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>One channel in memory. Everything but <see cref="Group"/> is used under <see cref="Sync"/> only.</summary>
internal sealed class ChannelEntry(string group, VersionCounter versions)
{
    // The user that each connection joined as; null outside presence channels.
    private readonly Dictionary<string, string?> _connections = new(StringComparer.Ordinal);
    private PresenceMembers? _members;
    private CachedEvent? _cached;

    /// <summary>Held during each transition, the call of the observer included.</summary>
    public Lock Sync { get; } = new();

    /// <summary>The hub group of the channel.</summary>
    public string Group => group;

    /// <summary>Whether the entry was dropped; it stays empty from then on.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>The number of the latest transition.</summary>
    public long Version { get; private set; }

    /// <summary>Null on a channel that does not announce its subscription count.</summary>
    public CountThrottle? CountThrottle { get; set; }

    /// <summary>What was reported of the channel; null when its namespace wants no reports.</summary>
    public ReportedActivity? Reported { get; set; }

    /// <summary>The connections on the channel.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>The distinct users of a presence channel.</summary>
    public int UserCount => _members?.Count ?? 0;

    /// <summary>How many are on the channel.</summary>
    public ChannelOccupancy Occupancy => new(ConnectionCount, UserCount);

    /// <summary>When the cached event expires.</summary>
    public TimeSpan CachedUntil { get; private set; }

    /// <summary>Whether the channel already waits for its cached event to expire.</summary>
    public bool AwaitsExpiry { get; set; }

    /// <summary>Begins the next transition.</summary>
    public long Advance() => Version = versions.Next();

    /// <summary>Whether a connection is on the channel.</summary>
    public bool Contains(string connectionId) => _connections.ContainsKey(connectionId);

    /// <summary>Whether a member may join: one who is there already, or one more.</summary>
    public bool HasRoomFor(PresenceMember member, int maxMembers) =>
        UserCount < maxMembers || (_members is not null && _members.Contains(member.UserId));

    /// <summary>Adds a connection that is not on the channel. True when it is the first one of a member.</summary>
    public bool Add(string connectionId, PresenceMember? member)
    {
        _connections.Add(connectionId, member?.UserId);
        return member is not null && (_members ??= new PresenceMembers()).Add(member);
    }

    /// <summary>Takes a connection away. False when it is not on the channel.</summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="departed">The user whose last connection it was, or null.</param>
    public bool Remove(string connectionId, out string? departed)
    {
        bool removed = _connections.Remove(connectionId, out string? userId);
        departed = userId is not null && _members!.Remove(userId) ? userId : null;
        return removed;
    }

    /// <summary>The members of a presence channel as they are now.</summary>
    public PresenceMember[] ListMembers() => _members?.ToArray() ?? [];

    /// <summary>Keeps the last event until an instant.</summary>
    public void Cache(CachedEvent last, TimeSpan until) => (_cached, CachedUntil) = (last, until);

    /// <summary>Lets go of the last event if it has expired.</summary>
    public void DropExpired(TimeSpan now) => _cached = CachedAt(now);

    /// <summary>The last event, or null when there is none or it has expired.</summary>
    public CachedEvent? CachedAt(TimeSpan now) => now < CachedUntil ? _cached : null;
}
