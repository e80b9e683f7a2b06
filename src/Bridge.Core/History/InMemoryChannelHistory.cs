// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Backplane;
using Bridge.Core.Timing;

namespace Bridge.Core.History;

/// <summary>
/// Keeps the histories of one hub in the memory of this process: right for a single node. Each channel has a lock of its own, held
/// while the observer is told, so that it hears of the messages of a channel in the order of their numbers.
/// </summary>
/// <remarks>A channel is in memory until its position is older than <see cref="HistoryLimits.PositionAge"/>.</remarks>
internal sealed class InMemoryChannelHistory : IChannelHistory
{
    private readonly ConcurrentDictionary<string, KeptChannel> _channels = new(StringComparer.Ordinal);
    private readonly IHistoryObserver _observer;
    private readonly DelayQueue<KeptChannel> _expiries;
    private readonly long _maxBytes;
    private long _bytes;

    public InMemoryChannelHistory(IHistoryObserver observer, long maxBytes, TimeProvider time)
    {
        _observer = observer;
        _maxBytes = maxBytes;
        _expiries = new DelayQueue<KeptChannel>(time, OnDue);
    }

    /// <summary>The channels in memory.</summary>
    internal int ChannelCount => _channels.Count;

    /// <summary>About what the messages take in memory.</summary>
    internal long Bytes => Interlocked.Read(ref _bytes);

    /// <inheritdoc />
    public Task AppendAsync(string group, HistoryLimits limits, BackplaneMessage message, object publication)
    {
        KeptChannel channel = Enter(group, limits);
        try
        {
            long before = channel.Bytes;
            channel.DropExpired(_expiries.Now);
            HistoryPosition position = channel.Append(message, _expiries.Now);
            Interlocked.Add(ref _bytes, channel.Bytes - before);
            AwaitExpiry(channel);
            _observer.OnAppended(group, position, publication);
        }
        finally
        {
            channel.Sync.Exit();
        }

        MakeRoom();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<HistorySlice> ReadAsync(string group, HistoryLimits limits, HistoryPosition? after)
    {
        KeptChannel channel = Enter(group, limits);
        try
        {
            Interlocked.Add(ref _bytes, -channel.DropExpired(_expiries.Now));
            AwaitExpiry(channel);
            return Task.FromResult(channel.Read(after));
        }
        finally
        {
            channel.Sync.Exit();
        }
    }

    /// <summary>Finds or makes a channel and takes its lock.</summary>
    private KeptChannel Enter(string group, HistoryLimits limits)
    {
        while (true)
        {
            KeptChannel channel = _channels.GetOrAdd(group, static (name, limits) => new KeptChannel(name, limits), limits);
            channel.Sync.Enter();
            if (!channel.IsRemoved)
            {
                channel.UsedAt = _expiries.Now;
                return channel;
            }

            channel.Sync.Exit();
        }
    }

    /// <summary>
    /// Empties the channels that were quiet for longest, a tenth of the bound at a time: sorting them for each message would cost
    /// too much. Called without a lock, for it takes those of other channels.
    /// </summary>
    private void MakeRoom()
    {
        if (Bytes <= _maxBytes)
        {
            return;
        }

        foreach (KeptChannel channel in _channels.Values.OrderBy(channel => channel.UsedAt))
        {
            lock (channel.Sync)
            {
                Interlocked.Add(ref _bytes, -channel.DropAll());
            }

            if (Bytes <= _maxBytes / 10 * 9)
            {
                return;
            }
        }
    }

    private void AwaitExpiry(KeptChannel channel)
    {
        // A channel waits once, however often it is used: when its time comes it looks whether that has moved.
        if (!channel.AwaitsExpiry)
        {
            channel.AwaitsExpiry = true;
            _expiries.Add(channel, channel.ExpiresAt);
        }
    }

    private void OnDue(IReadOnlyList<KeptChannel> channels)
    {
        TimeSpan now = _expiries.Now;
        foreach (KeptChannel channel in channels)
        {
            lock (channel.Sync)
            {
                channel.AwaitsExpiry = false;
                Interlocked.Add(ref _bytes, -channel.DropExpired(now));
                if (channel.ExpiresAt > now)
                {
                    AwaitExpiry(channel);
                }
                else
                {
                    channel.IsRemoved = true;
                    _channels.TryRemove(KeyValuePair.Create(channel.Group, channel));
                }
            }
        }
    }
}
