// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Groups;

/// <summary>This node's connections of each user.</summary>
internal sealed class UserRegistry
{
    private readonly Dictionary<string, HashSet<HubMember>> _users = new(StringComparer.Ordinal);

    /// <summary>Whether a connection is noted as one of a user's.</summary>
    public bool Contains(string userId, HubMember member)
    {
        lock (_users)
        {
            return _users.TryGetValue(userId, out HashSet<HubMember>? members) && members.Contains(member);
        }
    }

    /// <summary>Notes a connection as one of a user's.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="member">The connection.</param>
    /// <param name="answer">
    /// Tells the client. Nothing for the user reaches the connection before it, and everything that is sent once it was called does.
    /// </param>
    /// <returns>False when it was noted already.</returns>
    public bool Add(string userId, HubMember member, Action? answer = null)
    {
        lock (_users)
        {
            answer?.Invoke();
            if (!_users.TryGetValue(userId, out HashSet<HubMember>? members))
            {
                _users.Add(userId, members = []);
            }

            return members.Add(member);
        }
    }

    /// <summary>Notes that a connection is not one of a user's any more.</summary>
    /// <returns>False when it was not noted as one.</returns>
    public bool Remove(string userId, HubMember member)
    {
        lock (_users)
        {
            if (!_users.TryGetValue(userId, out HashSet<HubMember>? members) || !members.Remove(member))
            {
                return false;
            }

            if (members.Count == 0)
            {
                _users.Remove(userId);
            }

            return true;
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
