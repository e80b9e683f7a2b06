// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Redis.State;

/// <summary>
/// The state of a channel in the whole farm as this node was told of it. News and answers of Redis come on two connections:
/// while an answer is awaited the news wait for it, and what it contains already is left out.
/// </summary>
internal sealed class ChannelMirror
{
    private readonly List<ChannelNewsMessage> _early = [];
    private long _seen;
    private long _begun;
    private long _counted;
    private bool _isAwaiting;

    /// <summary>The members in the order they joined.</summary>
    public OrderedDictionary<string, PresenceMember> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>The transition up to which this is right.</summary>
    public long Version { get; private set; }

    /// <summary>The connections on the channel.</summary>
    public int ConnectionCount { get; set; }

    /// <summary>An answer is on its way that has the members as they are at its instant.</summary>
    public void Await() => _isAwaiting = true;

    /// <summary>Takes note of a transition, so that those of this node alone come after it.</summary>
    public void See(long version) => _seen = Math.Max(_seen, version);

    /// <summary>Begins a transition of this node alone.</summary>
    public long Advance() => Version = Math.Max(Version, _seen) + 1;

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Members.Clear();
        _early.Clear();
        _isAwaiting = false;
        ConnectionCount = 0;
        Version = _begun = _counted = 0;
    }

    /// <summary>Takes the members as they were at the instant of this node's first join.</summary>
    public void Begin(long version, IReadOnlyList<PresenceMember> members)
    {
        if (!_isAwaiting)
        {
            return;
        }

        Version = _begun = version;
        foreach (PresenceMember member in members)
        {
            Members.TryAdd(member.UserId, member);
        }
    }

    /// <summary>Takes the members as they are now, after news may have been missed.</summary>
    /// <param name="version">The channel's version.</param>
    /// <param name="members">The members.</param>
    /// <param name="dropMissing">Whether those who are not among them are gone, or may still come back with their node.</param>
    /// <returns>Who came and who is missing.</returns>
    public (List<PresenceMember> Added, List<string> Missing) Catch(long version, IReadOnlyList<PresenceMember> members, bool dropMissing)
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
        foreach (string userId in dropMissing ? missing : [])
        {
            Members.Remove(userId);
        }

        Version = version;
        return (added, missing);
    }

    /// <summary>The awaited answer is there, or will not come.</summary>
    /// <returns>The news that came meanwhile; each is to be given to <see cref="TryApply"/>.</returns>
    public ChannelNewsMessage[] EndAwaiting()
    {
        _isAwaiting = false;
        ChannelNewsMessage[] early = [.. _early];
        _early.Clear();
        return early;
    }

    /// <summary>Takes news into account.</summary>
    /// <returns>Whether they are to be told: not now when an answer is awaited, and not at all when it has told them.</returns>
    public bool TryApply(ChannelNewsMessage news)
    {
        if (_isAwaiting)
        {
            _early.Add(news);
            return false;
        }

        if (news.Version < Version)
        {
            return false;
        }

        Version = news.Version;
        ConnectionCount = news.Count;
        switch (news.Kind)
        {
            case ChannelNewsKind.Added:
                // What this node's first join did is in its answer, and news all the same.
                return Members.TryAdd(news.Member!.UserId, news.Member) || news.Version == _begun;
            case ChannelNewsKind.Removed:
                return Members.Remove(news.Member!.UserId);
            default:
                bool isNew = news.Version > _counted;
                _counted = news.Version;
                return isNew;
        }
    }
}
