// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using Bridge.Core.Backplane;
using Bridge.Core.Delivery;
using Bridge.Core.History;

namespace Bridge.Core.Groups;

/// <summary>
/// This node's members of one hub group. Publishing and membership changes of a group exclude each other, so all members
/// see one order of messages and joins.
/// </summary>
/// <param name="name">The group's name.</param>
/// <param name="channel">The name of its channel as clients know it; null for the group of everybody and others that are no channel.</param>
internal sealed class LocalGroup(string name, string? channel)
{
    private readonly Lock _gate = new();
    private readonly List<NativeMembership> _natives = [];
    private readonly List<DialectMemberSet> _sets = [];

    public string Name { get; } = name;

    public string? Channel { get; } = channel;

    /// <summary>Puts the channel's messages in the order of its history; null on a channel that has none.</summary>
    public HistoryReader? History { get; set; }

    /// <summary>Whether the group was dropped from the registry because it was empty; nobody may be added any more.</summary>
    public bool IsRemoved { get; private set; }

    private bool IsEmpty => _natives.Count == 0 && _sets.TrueForAll(set => set.PostedCount == 0);

    /// <summary>Adds a member.</summary>
    /// <param name="membership">What <see cref="CreateMembership"/> gave.</param>
    /// <param name="held">Whether messages are held back until the join is acknowledged.</param>
    /// <returns>False when the group was dropped in the meantime.</returns>
    public bool TryAdd(Membership membership, bool held)
    {
        lock (_gate)
        {
            if (IsRemoved)
            {
                return false;
            }

            if (membership is DialectMembership dialect)
            {
                dialect.Set.PostedCount++;
                dialect.Set.PostAdd(dialect, held);
            }
            else
            {
                var native = (NativeMembership)membership;
                if (held)
                {
                    native.Hold();
                }

                native.Index = _natives.Count;
                _natives.Add(native);
            }

            return true;
        }
    }

    /// <summary>Makes a membership of this group for a connection.</summary>
    /// <param name="member">The connection.</param>
    public Membership CreateMembership(HubMember member)
    {
        if (member is NativeMember native)
        {
            return new NativeMembership(native, this);
        }

        var dialect = (DialectMember)member;
        lock (_gate)
        {
            return new DialectMembership(dialect, this, SetFor(dialect));
        }
    }

    /// <summary>Takes a member out.</summary>
    /// <param name="membership">The membership.</param>
    public void Remove(Membership membership)
    {
        lock (_gate)
        {
            if (membership is DialectMembership dialect)
            {
                dialect.Set.PostedCount--;
                dialect.Set.PostRemove(dialect);
            }
            else
            {
                RemoveNative((NativeMembership)membership);
            }
        }
    }

    /// <summary>Drops the group if nobody is on it.</summary>
    /// <returns>True when the registry must forget the group.</returns>
    public bool TryRemoveIfEmpty()
    {
        lock (_gate)
        {
            return !IsRemoved && (IsRemoved = IsEmpty);
        }
    }

    /// <summary>Delivers a message to all members. Never waits for one of them.</summary>
    /// <param name="encoded">The message in the words of each kind of client, made when the first of a kind needs it.</param>
    /// <param name="except">Who is left out, or null.</param>
    /// <param name="version">The transition that the message belongs to; 0 for none.</param>
    /// <param name="forward">
    /// What the other nodes get, or null. It is sent before the next message of this group is, so that all nodes see one order.
    /// </param>
    public void Publish(EncodedMessage encoded, object? except, long version, BackplanePublication? forward = null)
    {
        lock (_gate)
        {
            // Shards first: their loops start to work while this thread serves the native members.
            foreach (DialectMemberSet set in _sets)
            {
                if (set.PostedCount > 0 && encoded.For(set.Dialect) is { } message)
                {
                    set.Shard.Post(new ShardItem(set, message, except, version));
                }
            }

            foreach (NativeMembership native in CollectionsMarshal.AsSpan(_natives))
            {
                if (except is null || !Exclusion.Contains(except, native.Member))
                {
                    native.Deliver(encoded, version);
                }
            }

            forward?.Send();
        }
    }

    private DialectMemberSet SetFor(DialectMember member)
    {
        foreach (DialectMemberSet set in _sets)
        {
            if (set.Shard == member.Outbox.Shard && ReferenceEquals(set.Dialect, member.Dialect))
            {
                return set;
            }
        }

        var added = new DialectMemberSet(member.Dialect, member.Outbox.Shard);
        _sets.Add(added);
        return added;
    }

    private void RemoveNative(NativeMembership membership)
    {
        NativeMembership last = _natives[^1];
        _natives[membership.Index] = last;
        last.Index = membership.Index;
        membership.Index = -1;
        _natives.RemoveAt(_natives.Count - 1);
    }
}
