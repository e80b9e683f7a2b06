// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <content>Which channels this node has in memory, and which of them Redis has.</content>
internal sealed partial class RedisChannelState
{
    /// <summary>Whether the channel's transitions go to Redis. The caller holds its lock.</summary>
    private bool MayAsk(LocalChannel channel)
    {
        if (channel.Phase == ChannelPhase.Shared && !_lease.IsShared)
        {
            GoAlone(channel);
        }

        return channel.Phase == ChannelPhase.Shared;
    }

    /// <summary>Goes on without Redis until the channel is repaired. The caller holds its lock.</summary>
    private void GoAlone(LocalChannel channel)
    {
        channel.GoAlone();
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
            if (channel.Phase == ChannelPhase.Dropped)
            {
                channel.Sync.Exit();
                continue;
            }

            if (channel.Phase == ChannelPhase.New || (channel.Phase == ChannelPhase.Shared && channel.Connections.Count == 0))
            {
                Begin(channel);
            }

            return channel;
        }
    }

    /// <summary>This node's first connection is about to join: from its answer on the node is told what happens.</summary>
    private void Begin(LocalChannel channel)
    {
        channel.Begin(_lease.IsShared ? _lease.Epoch : null);
        if (channel.Phase == ChannelPhase.Alone)
        {
            _needsRepair = true;
        }
    }

    /// <summary>Drops a channel that nobody needs. The caller holds its lock.</summary>
    private void DropIfUnused(LocalChannel channel)
    {
        if (channel.TryDrop(_services.Time))
        {
            _channels.TryRemove(KeyValuePair.Create(channel.Group, channel));
        }
    }
}
