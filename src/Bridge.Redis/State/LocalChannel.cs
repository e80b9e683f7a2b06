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
    private (string Node, ReadOnlyMemory<byte>[] Keys) _keys;

    public Lock Sync { get; } = new();

    public string Group => group;

    /// <summary>Whether the channel was dropped; it stays empty from then on.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Whether a connection has joined yet.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether Redis has everything of this node, or will have it when it has answered.</summary>
    public bool IsShared { get; set; }

    /// <summary>This node's connections, and as whom they are there.</summary>
    public Dictionary<string, PresenceMember?> Connections { get; } = new(StringComparer.Ordinal);

    /// <summary>The channel in the whole farm.</summary>
    public ChannelMirror Mirror { get; } = new();

    public bool AnnouncesCount { get; private set; }

    public bool ReportsActivity { get; private set; }

    /// <summary>The last event that was published while Redis was away.</summary>
    public UnsharedEvent? Unshared { get; set; }

    /// <summary>Leaving brings no settings along, so the latest join decides.</summary>
    public void Configure(JoinRequest request)
    {
        AnnouncesCount = request.Settings.SubscriptionCounts && (request.Kind & ChannelKind.Presence) == 0;
        ReportsActivity = request.Settings.ReportsActivity && (request.Kind & ChannelKind.User) == 0;
    }

    /// <summary>Takes a connection away.</summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="departed">The member who has no other connection on this node, or null.</param>
    /// <returns>False when it is not on the channel.</returns>
    public bool TryRemove(string connectionId, out string? departed)
    {
        departed = null;
        if (!Connections.Remove(connectionId, out PresenceMember? member))
        {
            return false;
        }

        departed = member is not null && !HasConnectionOf(member.UserId) ? member.UserId : null;
        return true;
    }

    /// <summary>The channel's keys.</summary>
    public ReadOnlyMemory<byte>[] KeysFor(string node, StateKeys keys)
    {
        if (_keys.Node != node)
        {
            _keys = (node, keys.Channel(group, node));
        }

        return _keys.Keys;
    }

    private bool HasConnectionOf(string userId)
    {
        foreach (PresenceMember? present in Connections.Values)
        {
            if (present?.UserId == userId)
            {
                return true;
            }
        }

        return false;
    }
}
