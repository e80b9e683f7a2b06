// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <content>Which channels this node has in memory, and which of them Redis has.</content>
internal sealed partial class RedisChannelState
{
    /// <summary>Whether the channel's transitions go to Redis. The caller holds its lock.</summary>
    private bool MayAsk(LocalChannel channel)
    {
        if (channel.IsShared && !_lease.IsShared)
        {
            GoAlone(channel);
        }

        return channel.IsShared;
    }

    /// <summary>Goes on without Redis until the channel is repaired. The caller holds its lock.</summary>
    private void GoAlone(LocalChannel channel)
    {
        channel.IsShared = false;
        _needsRepair = true;
        _announcer.EndAwaiting(channel);
    }

    /// <summary>Finds or makes a channel and takes its lock.</summary>
    private LocalChannel Enter(string group)
    {
        while (true)
        {
            LocalChannel channel = _channels.GetOrAdd(group, static name => new LocalChannel(name));
            channel.Sync.Enter();
            if (channel.IsRemoved)
            {
                channel.Sync.Exit();
                continue;
            }

            if (!channel.HasBegun || (channel.IsShared && channel.Connections.Count == 0))
            {
                Begin(channel);
            }

            return channel;
        }
    }

    /// <summary>This node's first connection is about to join: from its answer on the node is told what happens.</summary>
    private void Begin(LocalChannel channel)
    {
        channel.HasBegun = true;
        channel.Mirror.Clear();
        channel.IsShared = _lease.IsShared;
        if (channel.IsShared)
        {
            channel.Epoch = _lease.Epoch;
            channel.Mirror.Await();
        }
        else
        {
            _needsRepair = true;
        }
    }

    /// <summary>Drops a channel that this node has nobody on. The caller holds its lock.</summary>
    private void DropIfUnused(LocalChannel channel)
    {
        if (channel.Connections.Count > 0 || !channel.IsShared || channel.IsRemoved)
        {
            return;
        }

        channel.IsRemoved = true;
        _channels.TryRemove(KeyValuePair.Create(channel.Group, channel));
    }
}
