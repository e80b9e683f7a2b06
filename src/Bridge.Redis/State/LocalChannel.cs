// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Redis.State;

/// <summary>
/// What this node knows of a channel that its own connections are on. It goes on with that while Redis is away, and brings it
/// back to Redis afterwards. Everything but <see cref="Group"/> is used under <see cref="Sync"/> only.
/// </summary>
internal sealed class LocalChannel(string group)
{
    /// <summary>Stands for connections that are nobody's.</summary>
    private const string Nobody = "";

    private readonly Dictionary<string, LocalConnection> _connections = new(StringComparer.Ordinal);
    private HashSet<string>? _departures;
    private HashSet<string>? _changes;
    private int _reported;
    private (string Node, ReadOnlyMemory<byte>[] Keys) _keys;

    public Lock Sync { get; } = new();

    public string Group => group;

    /// <summary>Where the channel stands with Redis.</summary>
    public ChannelPhase Phase { get; private set; }

    /// <summary>Whether Redis may have something of this node on the channel.</summary>
    public bool IsKnownToRedis { get; private set; }

    /// <summary>This node's connections, and as whom they are there.</summary>
    public IReadOnlyDictionary<string, LocalConnection> Connections => _connections;

    /// <summary>Whether Redis must have a connection of this node.</summary>
    public bool HasReported => _reported > 0;

    /// <summary>
    /// Users, or nobody, whose coming was reported, and who left while Redis was away. When it has lost its data nobody else can tell
    /// that they are gone.
    /// </summary>
    public IReadOnlyCollection<string> Departures => _departures ?? [];

    /// <summary>Which data of Redis this node's part was brought to last: <see cref="NodeLease.Epoch"/>; 0 when to none.</summary>
    public long Epoch { get; private set; }

    /// <summary>The channel in the whole farm.</summary>
    public ChannelMirror Mirror { get; } = new();

    public bool AnnouncesCount { get; private set; }

    public bool ReportsActivity { get; private set; }

    /// <summary>The last event that was published while Redis was away.</summary>
    public UnsharedEvent? Unshared { get; set; }

    /// <summary>The first connection is about to join.</summary>
    /// <param name="epoch">The data that Redis has; null when it is away.</param>
    public void Begin(long? epoch)
    {
        Mirror.Clear();
        if (epoch is { } data)
        {
            Epoch = data;
            Share();
        }
        else
        {
            Phase = ChannelPhase.Alone;
        }
    }

    /// <summary>What follows goes to Redis; an answer that begins it is on its way.</summary>
    public void Share()
    {
        Phase = ChannelPhase.Shared;
        IsKnownToRedis = true;
        _changes = null;
        Mirror.Await();
    }

    /// <summary>A part of what is here goes to Redis, while transitions do not.</summary>
    public void BringPart() => IsKnownToRedis = true;

    /// <summary>The connections that came or went since this was asked last. They are kept in mind until the channel is shared.</summary>
    public IReadOnlyCollection<string> TakeChanges()
    {
        HashSet<string>? changes = _changes;
        _changes = new HashSet<string>(StringComparer.Ordinal);
        return changes ?? [];
    }

    /// <summary>Goes on without Redis. A channel that was dropped stays so.</summary>
    public void GoAlone()
    {
        if (Phase == ChannelPhase.Shared)
        {
            Phase = ChannelPhase.Alone;
        }
    }

    /// <summary>Drops the channel if neither this node nor Redis needs it.</summary>
    /// <param name="time">The clock, by which an event that was not shared expires.</param>
    /// <returns>Whether it was dropped just now.</returns>
    public bool TryDrop(TimeProvider time)
    {
        bool isNeeded = _connections.Count > 0 || Phase switch
        {
            ChannelPhase.Shared => false,
            ChannelPhase.Alone => IsKnownToRedis || Departures.Count > 0 || Unshared?.Remaining(time) > TimeSpan.Zero,
            _ => true,
        };
        if (!isNeeded)
        {
            Phase = ChannelPhase.Dropped;
        }

        return !isNeeded;
    }

    /// <summary>Leaving brings no settings along, so the latest join decides.</summary>
    public void Configure(JoinRequest request)
    {
        AnnouncesCount = request.Settings.SubscriptionCounts && (request.Kind & ChannelKind.Presence) == 0;
        ReportsActivity = request.Settings.ReportsActivity && (request.Kind & ChannelKind.User) == 0;
    }

    /// <summary>Adds a connection.</summary>
    /// <returns>False when it is there.</returns>
    public bool TryAdd(string connectionId, PresenceMember? member)
    {
        if (!_connections.TryAdd(connectionId, new LocalConnection(member, IsReported: false)))
        {
            return false;
        }

        _changes?.Add(connectionId);
        return true;
    }

    /// <summary>Whether a user's coming was reported with another connection: one on another node, or one here that Redis has had.</summary>
    public bool IsReportedBeside(string connectionId, PresenceMember? member)
    {
        if (member is null || !Mirror.Members.ContainsKey(member.UserId))
        {
            return false;
        }

        bool isHere = false;
        foreach ((string id, LocalConnection connection) in _connections)
        {
            if (id != connectionId && connection.Member?.UserId == member.UserId)
            {
                isHere = true;
                if (connection.IsReported)
                {
                    return true;
                }
            }
        }

        return !isHere;
    }

    /// <summary>Redis has a connection, or what it is reported as.</summary>
    public void SetReported(string connectionId)
    {
        if (_connections.TryGetValue(connectionId, out LocalConnection connection) && !connection.IsReported)
        {
            _connections[connectionId] = connection with { IsReported = true };
            _reported++;
        }
    }

    /// <summary>Redis has everything of this node.</summary>
    public void SetAllReported(long epoch)
    {
        foreach (string connectionId in _connections.Keys)
        {
            SetReported(connectionId);
        }

        _departures = null;
        Epoch = epoch;
    }

    /// <summary>Takes a connection away.</summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="connection">What it was.</param>
    /// <param name="departed">The member who has no other connection on this node, or null.</param>
    /// <returns>False when it is not on the channel.</returns>
    public bool TryRemove(string connectionId, out LocalConnection connection, out string? departed)
    {
        departed = null;
        if (!_connections.Remove(connectionId, out connection))
        {
            return false;
        }

        _changes?.Add(connectionId);
        _reported -= connection.IsReported ? 1 : 0;
        departed = connection.Member is { } member && !HasConnectionOf(member.UserId) ? member.UserId : null;
        return true;
    }

    /// <summary>Keeps in mind that somebody left without Redis.</summary>
    public void KeepDeparture(LocalConnection connection, string? departed)
    {
        if (connection.IsReported)
        {
            (_departures ??= new HashSet<string>(StringComparer.Ordinal)).Add(departed ?? Nobody);
        }
    }

    /// <summary>The channel's keys.</summary>
    public ReadOnlyMemory<byte>[] KeysFor(string node, StateKeys keys)
    {
        if (_keys.Node != node)
        {
            _keys = (node, keys.Channel(group, node, node));
        }

        return _keys.Keys;
    }

    private bool HasConnectionOf(string userId)
    {
        foreach (LocalConnection present in _connections.Values)
        {
            if (present.Member?.UserId == userId)
            {
                return true;
            }
        }

        return false;
    }
}
