// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>
/// The users who have connections on this node, and those of them of whom Redis is to be told anew: one entry for each user, whatever
/// comes and goes while Redis is away. Not for concurrent use.
/// </summary>
internal sealed class LocalUsers
{
    private readonly Dictionary<string, LocalUser> _users = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outdated = new(StringComparer.Ordinal);

    /// <summary>How many users are in memory.</summary>
    public int Count => _users.Count;

    /// <summary>Those of whom Redis is to be told anew.</summary>
    public IReadOnlyCollection<string> Outdated => _outdated;

    /// <summary>Whether a user has connections here.</summary>
    public bool IsHere(string userId) => _users.TryGetValue(userId, out LocalUser? user) && user.Connections.Count > 0;

    /// <summary>Adds a connection.</summary>
    public void Add(string userId, string connectionId) => GetOrAdd(userId).Connections.Add(connectionId);

    /// <summary>Takes a connection away.</summary>
    /// <returns>False when it is not there.</returns>
    public bool Remove(string userId, string connectionId) =>
        _users.TryGetValue(userId, out LocalUser? user) && user.Connections.Remove(connectionId);

    /// <summary>Whether Redis can be told what has changed. Otherwise the user is outdated, and nothing is told until everything is.</summary>
    /// <param name="userId">The user, of whom a connection has just come or gone.</param>
    /// <param name="isShared">Whether Redis is there.</param>
    public bool MayTell(string userId, bool isShared)
    {
        LocalUser user = _users[userId];
        if (isShared && !_outdated.Contains(userId))
        {
            user.IsReported = true;
            return true;
        }

        _outdated.Add(userId);
        if (!user.IsReported && user.Connections.Count == 0)
        {
            // Redis has never heard of the user, and need not.
            _users.Remove(userId);
            _outdated.Remove(userId);
        }

        return false;
    }

    /// <summary>Nobody knows what Redis has of the user.</summary>
    public void SetOutdated(string userId)
    {
        GetOrAdd(userId).IsReported = true;
        _outdated.Add(userId);
    }

    /// <summary>Nobody knows what Redis has of anybody.</summary>
    public void SetAllOutdated() => _outdated.UnionWith(_users.Keys);

    /// <summary>Begins to tell Redis everything of a user.</summary>
    /// <returns>The user's connections; null when Redis need not be told.</returns>
    public string[]? Update(string userId)
    {
        if (!_outdated.Remove(userId) || !_users.TryGetValue(userId, out LocalUser? user))
        {
            return null;
        }

        user.IsReported = true;
        return [.. user.Connections];
    }

    /// <summary>Redis has been told: a user without connections is forgotten.</summary>
    public void OnTold(string userId)
    {
        if (!IsHere(userId) && !_outdated.Contains(userId))
        {
            _users.Remove(userId);
        }
    }

    private LocalUser GetOrAdd(string userId)
    {
        if (!_users.TryGetValue(userId, out LocalUser? user))
        {
            _users.Add(userId, user = new LocalUser());
        }

        return user;
    }
}
