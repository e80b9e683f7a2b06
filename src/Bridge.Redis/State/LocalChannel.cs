// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Redis.State;

/// <summary>
/// What this node knows of a channel that its own connections are on. It goes on with that while Redis is away, and brings it
/// back to Redis afterwards. Everything but <see cref="Group"/> is used under <see cref="Sync"/> only.
/// </summary>
internal sealed class LocalChannel(string group)
{
    private readonly List<ChannelNewsMessage> _early = [];
    private (string Node, ReadOnlyMemory<byte>[] Keys) _keys;
    private bool _hasSnapshot;

    public Lock Sync { get; } = new();

    public string Group => group;

    /// <summary>Whether the channel was dropped; it stays empty from then on.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>This node's connections, and as whom they are there.</summary>
    public Dictionary<string, PresenceMember?> Connections { get; } = new(StringComparer.Ordinal);

    /// <summary>The members of the whole farm, as the observer was told of them, in the order they joined.</summary>
    public OrderedDictionary<string, PresenceMember> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>The transition up to which <see cref="Members"/> is right.</summary>
    public long Version { get; private set; }

    public bool AnnouncesCount { get; set; }

    public bool ReportsActivity { get; set; }

    /// <summary>Whether members are missing in Redis, and are looked for once more before they count as gone.</summary>
    public bool HasMissingMembers { get; set; }

    /// <summary>The channel's keys.</summary>
    public ReadOnlyMemory<byte>[] KeysFor(string node, StateKeys keys)
    {
        if (_keys.Node != node)
        {
            _keys = (node, keys.Channel(group, node));
        }

        return _keys.Keys;
    }

    /// <summary>Takes the members as they were at the instant of a join, unless news have kept up since an earlier one.</summary>
    public void Begin(long version, IReadOnlyList<PresenceMember> members)
    {
        if (_hasSnapshot)
        {
            return;
        }

        _hasSnapshot = true;
        Version = version;
        Members.Clear();
        foreach (PresenceMember member in members)
        {
            Members.TryAdd(member.UserId, member);
        }

        foreach (ChannelNewsMessage news in _early)
        {
            TryApply(news);
        }

        _early.Clear();
    }

    /// <summary>Takes news into account.</summary>
    /// <returns>False when a snapshot has told it already.</returns>
    public bool TryApply(ChannelNewsMessage news)
    {
        if (!_hasSnapshot)
        {
            // The answer to this node's own join comes on another connection, perhaps later.
            _early.Add(news);
            return true;
        }

        if (news.Version <= Version)
        {
            return false;
        }

        Version = news.Version;
        switch (news.Kind)
        {
            case ChannelNewsKind.Added:
                Members.TryAdd(news.Member!.UserId, news.Member);
                break;
            case ChannelNewsKind.Removed:
                Members.Remove(news.Member!.UserId);
                break;
        }

        return true;
    }

    /// <summary>Takes the members as Redis has them now, after news may have been missed.</summary>
    /// <param name="version">The channel's version.</param>
    /// <param name="members">The members.</param>
    /// <param name="dropMissing">Whether those who are not among them are gone, or may still come back with their node.</param>
    /// <returns>Who came and who went.</returns>
    public (List<PresenceMember> Added, List<string> Removed) Catch(long version, IReadOnlyList<PresenceMember> members, bool dropMissing)
    {
        List<PresenceMember> added = [];
        HashSet<string> present = new(StringComparer.Ordinal);
        foreach (PresenceMember member in members)
        {
            present.Add(member.UserId);
            if (Members.TryAdd(member.UserId, member))
            {
                added.Add(member);
            }
        }

        List<string> missing = [.. Members.Keys.Where(userId => !present.Contains(userId))];
        HasMissingMembers = !dropMissing && missing.Count > 0;
        if (dropMissing)
        {
            foreach (string userId in missing)
            {
                Members.Remove(userId);
            }
        }

        _hasSnapshot = true;
        Version = Math.Max(Version, version);
        return (added, dropMissing ? missing : []);
    }
}
