// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;
using Bridge.Core.Delivery;

namespace Bridge.Core.Groups;

/// <summary>
/// The members of a group that share a dialect and a delivery loop. The list belongs to the loop; joins and leaves travel
/// in the loop's queue, so they are in line with the messages of the group.
/// </summary>
internal sealed class DialectMemberSet(IDialect dialect, DeliveryShard shard) : IFanOutTarget
{
    private DialectMembership[] _members = [];
    private int _count;

    public IDialect Dialect { get; } = dialect;

    public DeliveryShard Shard { get; } = shard;

    /// <summary>The members including those whose join is still in the queue. Guarded by the group's lock.</summary>
    public int PostedCount { get; set; }

    public void Deliver(OutboundMessage message, object? except, long version)
    {
        foreach (DialectMembership membership in _members.AsSpan(0, _count))
        {
            if (except is null || !Exclusion.Contains(except, membership.Member))
            {
                membership.Deliver(message, version);
            }
        }
    }

    public void PostAdd(DialectMembership membership, bool held) => Shard.Post(new AddWork(this, membership, held));

    public void PostRemove(DialectMembership membership) => Shard.Post(new RemoveWork(this, membership));

    private void Add(DialectMembership membership)
    {
        if (_count == _members.Length)
        {
            Array.Resize(ref _members, Math.Max(4, _count * 2));
        }

        membership.Index = _count;
        _members[_count++] = membership;
    }

    private void Remove(DialectMembership membership)
    {
        // The order of members means nothing, so the last one takes the free place.
        DialectMembership last = _members[--_count];
        _members[_count] = null!;
        if (last != membership)
        {
            last.Index = membership.Index;
            _members[last.Index] = last;
        }

        membership.Index = -1;
        if (_members.Length > 64 && _count < _members.Length / 4)
        {
            Array.Resize(ref _members, _members.Length / 2);
        }
    }

    private sealed class AddWork(DialectMemberSet set, DialectMembership membership, bool held) : IShardWork
    {
        public void Execute()
        {
            if (held)
            {
                membership.Hold();
            }

            set.Add(membership);
        }
    }

    private sealed class RemoveWork(DialectMemberSet set, DialectMembership membership) : IShardWork
    {
        public void Execute() => set.Remove(membership);
    }
}
