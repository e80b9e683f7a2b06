// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Bridge.Core.Groups;

/// <summary>This node's connections, groups and users of one hub.</summary>
/// <param name="createGroup">Makes a group that has no members yet.</param>
internal sealed class HubRegistry(Func<string, LocalGroup> createGroup)
{
    private readonly ConcurrentDictionary<string, HubMember> _members = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HubMember> _aliases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LocalGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>The group of everybody.</summary>
    public LocalGroup Everybody { get; } = new(string.Empty, channel: null);

    /// <summary>The users.</summary>
    public UserRegistry Users { get; } = new();

    /// <summary>The connections of this node.</summary>
    public ICollection<HubMember> Members => _members.Values;

    /// <summary>How many groups have members on this node.</summary>
    public int GroupCount => _groups.Count;

    public void Add(HubMember member)
    {
        _members[member.ConnectionId] = member;
        Everybody.TryAdd(member.Everybody = Everybody.CreateMembership(member), held: false);
    }

    /// <summary>Takes a connection out.</summary>
    /// <param name="member">The connection.</param>
    /// <returns>False when it was not there.</returns>
    public bool Remove(HubMember member)
    {
        bool wasThere = _members.TryRemove(member.ConnectionId, out _);
        if (wasThere && member.Everybody is { } membership)
        {
            Everybody.Remove(membership);
        }

        if (member is NativeMember)
        {
            _aliases.TryRemove(member.SocketId, out _);
        }

        return wasThere;
    }

    /// <summary>Finds a connection of this node by its id or its socket id.</summary>
    /// <param name="connectionOrSocketId">The id.</param>
    public HubMember? Find(string connectionOrSocketId) =>
        _members.TryGetValue(connectionOrSocketId, out HubMember? member)
            || _aliases.TryGetValue(connectionOrSocketId, out member) ? member : null;

    /// <summary>The socket id of a connection, by which it can be found from now on.</summary>
    /// <param name="member">The connection.</param>
    public string PublishSocketId(HubMember member)
    {
        if (member is NativeMember)
        {
            _aliases[member.SocketId] = member;
        }

        return member.SocketId;
    }

    public bool TryFindGroup(string name, [NotNullWhen(true)] out LocalGroup? group) => _groups.TryGetValue(name, out group);

    /// <summary>A group; null when it has no members on this node.</summary>
    public LocalGroup? FindGroup(string name) => _groups.GetValueOrDefault(name);

    /// <summary>Makes a connection a member of a group.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="name">The group.</param>
    /// <param name="held">Whether messages are held back until the join is acknowledged.</param>
    /// <returns>The new membership; null when the connection is a member already or has ended.</returns>
    public Membership? Join(HubMember member, string name, bool held)
    {
        while (true)
        {
            LocalGroup group = _groups.GetOrAdd(name, createGroup);
            Membership membership = group.CreateMembership(member);
            if (!member.TryNote(membership))
            {
                RemoveIfEmpty(group);
                return null;
            }

            if (group.TryAdd(membership, held))
            {
                return membership;
            }

            // The last member left between the look-up and the join: the dropped group is on its way out of the
            // dictionary, and the next round makes a new one.
            member.TryForget(name, out _);
        }
    }

    /// <summary>Takes a membership out of its group.</summary>
    /// <param name="membership">What <see cref="Join"/> gave.</param>
    public void Leave(Membership membership)
    {
        membership.Group.Remove(membership);
        RemoveIfEmpty(membership.Group);
    }

    private void RemoveIfEmpty(LocalGroup group)
    {
        if (group.TryRemoveIfEmpty())
        {
            _groups.TryRemove(KeyValuePair.Create(group.Name, group));
        }
    }
}
