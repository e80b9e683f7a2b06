// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Redis.Backplane;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <content>What belongs to this node, what dead nodes left, and what had to wait.</content>
internal sealed partial class RedisChannelState : ILeasedState
{
    /// <summary>How many channels are brought to Redis at a time.</summary>
    private const int Batch = 256;

    private readonly Queue<(LocalChannel Channel, long Since)> _missing = new();
    // A channel may be alone that was not when they were looked through last.
    private volatile bool _needsRepair;

    public string Name => "channels";

    public Task SubscribeAsync(string node)
    {
        byte[] channel = _lease.Keys.NewsOf(node);
        return _services.Redis.SubscribeAsync(channel, new WireSubscriber($"news of {node}", _services.Malformed, OnNews));
    }

    public void Unsubscribe(string node) => _services.Redis.Unsubscribe(_lease.Keys.NewsOf(node));

    public void Invalidate()
    {
        _reports.Invalidate();
        foreach (LocalChannel channel in _channels.Values)
        {
            lock (channel.Sync)
            {
                GoAlone(channel);
            }
        }
    }

    public async Task<bool> RepairAsync(CancellationToken sharing)
    {
        // What was reported before comes first.
        await _reports.RecoverAsync();
        if (_needsRepair)
        {
            _needsRepair = false;
            foreach (LocalChannel[] channels in _channels.Values.Where(channel => channel.Phase == ChannelPhase.Alone).Chunk(Batch))
            {
                sharing.ThrowIfCancellationRequested();
                await Task.WhenAll(channels.Select(SyncAsync));
            }
        }

        while (NextMissing() is { Count: > 0 } missing)
        {
            await Task.WhenAll(missing.Select(ReadAgainAsync));
            for (int i = 0; i < missing.Count; i++)
            {
                _missing.Dequeue();
            }
        }

        return !_needsRepair;
    }

    public Task SettleAsync(CancellationToken sharing) => _due.SettleAsync(DueList.Each(SettleAsync), sharing);

    public async Task ClearAsync(string node, bool isDead, CancellationToken cancellationToken)
    {
        await _reports.TakeOverAsync(node);
        await new NodeSet(_services, _lease.Keys.GroupsOf(node)).ClearAsync(
            isDead ? [] : _channels.Keys, group => ClearAsync(group, node, isDead), cancellationToken);
        if (node == _lease.Node)
        {
            await _reports.EndAsync();
        }
    }

    private async Task ClearAsync(string group, string node, bool isDead)
    {
        bool hasMore;
        do
        {
            hasMore = await _commands.ClearAsync(group, node, isDead, reply =>
            {
                _reports.Tell(reply.Items[0]);
                return reply.Items[1].AsInteger() == 1;
            });
        }
        while (hasMore);
    }

    private Task<ReadOnlyMemory<byte>> SettleAsync(RespValue name)
    {
        string group = ChannelReply.Text(name);
        return _commands.SettleAsync(group, reply =>
        {
            _reports.Tell(reply.Items[0]);
            return reply.Items[1].Bytes;
        });
    }

    private void OnNews(ReadOnlySequence<byte> payload)
    {
        ChannelNewsMessage news = ChannelNewsMessage.Read(payload.ToArray());
        if (!_channels.TryGetValue(news.Group, out LocalChannel? channel))
        {
            return;
        }

        lock (channel.Sync)
        {
            if (channel.Phase != ChannelPhase.Dropped)
            {
                _announcer.Apply(channel, news);
            }
        }
    }

    /// <summary>The channels that are to be read again by now, some of them.</summary>
    private List<LocalChannel> NextMissing() =>
        [.. _missing.Take(Batch)
            .TakeWhile(missing => _services.Time.GetElapsedTime(missing.Since) >= _services.Options.NodeTimeout / 2)
            .Select(missing => missing.Channel)];

    /// <summary>Those who are still missing are gone: by now their node would have brought them back.</summary>
    private async Task ReadAgainAsync(LocalChannel channel)
    {
        Task<bool> read;
        lock (channel.Sync)
        {
            if (channel.Phase != ChannelPhase.Shared)
            {
                return;
            }

            channel.Mirror.Await();
            read = _commands.ReadAsync(channel.Group, withMembers: true, reply =>
            {
                RespValue[] items = reply.Items;
                lock (channel.Sync)
                {
                    return _announcer.Catch(
                        channel, items[0].AsInteger(), (int)items[1].AsInteger(), ChannelReply.Members(items[2]), dropMissing: true);
                }
            });
        }

        await read;
    }
}
