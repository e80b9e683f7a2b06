// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Groups;

/// <summary>This node's connections of each user.</summary>
internal sealed class UserRegistry
{
    private readonly Dictionary<string, HashSet<HubMember>> _users = new(StringComparer.Ordinal);

    public void Add(string userId, HubMember member)
    {
        lock (_users)
        {
            if (!_users.TryGetValue(userId, out HashSet<HubMember>? members))
            {
                _users.Add(userId, members = []);
            }

            members.Add(member);
        }
    }

    public void Remove(string userId, HubMember member)
    {
        lock (_users)
        {
            if (_users.TryGetValue(userId, out HashSet<HubMember>? members) && members.Remove(member) && members.Count == 0)
            {
                _users.Remove(userId);
            }
        }
    }

    /// <summary>The user's connections on this node at this moment.</summary>
    public HubMember[] Find(string userId)
    {
        lock (_users)
        {
            return _users.TryGetValue(userId, out HashSet<HubMember>? members) ? [.. members] : [];
        }
    }
}
