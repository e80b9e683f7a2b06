// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>The distinct users of one presence channel in the order they joined, with the connections of each counted.</summary>
internal sealed class PresenceMembers
{
    private readonly OrderedDictionary<string, (PresenceMember Member, int Connections)> _users = new(StringComparer.Ordinal);

    /// <summary>The distinct users.</summary>
    public int Count => _users.Count;

    /// <summary>Whether a user has a connection here.</summary>
    public bool Contains(string userId) => _users.ContainsKey(userId);

    /// <summary>Counts one more connection of a user, who stays known as at the first one. True for the first.</summary>
    public bool Add(PresenceMember member)
    {
        int index = _users.IndexOf(member.UserId);
        if (index < 0)
        {
            _users.Add(member.UserId, (member, 1));
            return true;
        }

        (PresenceMember first, int connections) = _users.GetAt(index).Value;
        _users.SetAt(index, (first, connections + 1));
        return false;
    }

    /// <summary>Counts one connection of a user less. True for the last.</summary>
    public bool Remove(string userId)
    {
        int index = _users.IndexOf(userId);
        (PresenceMember member, int connections) = _users.GetAt(index).Value;
        if (connections > 1)
        {
            _users.SetAt(index, (member, connections - 1));
            return false;
        }

        _users.RemoveAt(index);
        return true;
    }

    /// <summary>The users as they are now.</summary>
    public PresenceMember[] ToArray()
    {
        var members = new PresenceMember[_users.Count];
        for (int i = 0; i < members.Length; i++)
        {
            members[i] = _users.GetAt(i).Value.Member;
        }

        return members;
    }
}
