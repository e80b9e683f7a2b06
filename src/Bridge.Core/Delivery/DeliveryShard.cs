// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Microsoft.Extensions.Logging;

namespace Bridge.Core.Delivery;

/// <summary>
/// A delivery loop: one reader of a queue of work, running on a pool thread while there is any. Everything that belongs to
/// its connections' out-queues happens here, so that none of it needs a lock.
/// </summary>
internal sealed partial class DeliveryShard(DeliveryContext context, ILogger logger) : IThreadPoolWorkItem
{
    /// <summary>What one joined write may hold. Larger than most system calls need, small enough to stay in cache.</summary>
    public const int JoinBytes = 64 * 1024;

    private const int MaxTurns = 4;

    private readonly Lock _gate = new();
    private readonly List<Outbox> _dirty = [];
    private readonly List<Outbox> _watched = [];
    private ShardItem[] _incoming = new ShardItem[64];
    private ShardItem[] _working = new ShardItem[64];
    private byte[] _joinBuffer = ArrayPool<byte>.Shared.Rent(JoinBytes);
    private int _incomingCount;
    private int _watchedCount;
    private bool _running;

    /// <summary>Options, clock and counters.</summary>
    public DeliveryContext Context { get; } = context;

    /// <summary>Hands work to the loop. Work that one thread posts is done in that order.</summary>
    /// <param name="item">The work.</param>
    public void Post(in ShardItem item)
    {
        lock (_gate)
        {
            if (_incomingCount == _incoming.Length)
            {
                Array.Resize(ref _incoming, _incomingCount * 2);
            }

            _incoming[_incomingCount++] = item;
            if (_running)
            {
                return;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Hands other work to the loop.</summary>
    /// <param name="work">The work.</param>
    public void Post(IShardWork work) => Post(new ShardItem(work, null, null, 0));

    void IThreadPoolWorkItem.Execute()
    {
        while (TakeBatch(stopWhenEmpty: true) is int count and > 0)
        {
            // What comes in while messages are put into queues leaves with them: filling queues is quick, writing is not.
            for (int turn = 0; count > 0 && turn < MaxTurns; turn++)
            {
                ProcessBatch(count);
                count = TakeBatch(stopWhenEmpty: false);
            }

            ProcessBatch(count);
            FlushDirty();
        }
    }

    /// <summary>Asks for a write to the connection at the end of the batch.</summary>
    /// <param name="outbox">Has frames waiting.</param>
    public void MarkDirty(Outbox outbox) => _dirty.Add(outbox);

    /// <summary>Whether any connection has a deadline. Safe to read anywhere.</summary>
    public bool HasWatched => Volatile.Read(ref _watchedCount) > 0;

    /// <summary>Looks at the connection's deadline from now on.</summary>
    /// <param name="outbox">Has a write that did not complete at once, or is being closed.</param>
    public void Watch(Outbox outbox)
    {
        _watched.Add(outbox);
        Volatile.Write(ref _watchedCount, _watched.Count);
    }

    /// <summary>Stops looking at the connection's deadline.</summary>
    /// <param name="outbox">The connection.</param>
    public void Unwatch(Outbox outbox)
    {
        _watched.Remove(outbox);
        Volatile.Write(ref _watchedCount, _watched.Count);
    }

    /// <summary>The buffer for joining frames. Whoever lets a write keep it must take it out with <see cref="TakeJoinBuffer"/>.</summary>
    public byte[] JoinBuffer => _joinBuffer;

    /// <summary>Gives the join buffer away and takes a fresh one.</summary>
    public byte[] TakeJoinBuffer()
    {
        byte[] taken = _joinBuffer;
        _joinBuffer = ArrayPool<byte>.Shared.Rent(JoinBytes);
        return taken;
    }

    /// <summary>Gives up the connections whose deadline is over. Runs on the loop.</summary>
    public void CheckDeadlines()
    {
        for (int i = _watched.Count - 1; i >= 0; i--)
        {
            _watched[i].CheckDeadline();
        }
    }

    private int TakeBatch(bool stopWhenEmpty)
    {
        lock (_gate)
        {
            int count = _incomingCount;
            (_incoming, _working) = (_working, _incoming);
            _incomingCount = 0;
            _running = count > 0 || !stopWhenEmpty;
            return count;
        }
    }

    private void ProcessBatch(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Process(in _working[i]);
        }

        Array.Clear(_working, 0, count);
    }

    private void Process(in ShardItem item)
    {
        try
        {
            Dispatch(in item);
        }
        catch (Exception e)
        {
            // One piece of work must never stop the loop for all the others.
            LogFailed(logger, e);
        }
    }

    private static void Dispatch(in ShardItem item)
    {
        switch (item.Target)
        {
            case IFanOutTarget target:
                target.Deliver(item.Message!, item.Except, item.Version);
                break;
            case Outbox outbox:
                outbox.Append(item.Message!);
                break;
            default:
                ((IShardWork)item.Target).Execute();
                break;
        }
    }

    private void FlushDirty()
    {
        for (int i = 0; i < _dirty.Count; i++)
        {
            _dirty[i].Flush();
        }

        _dirty.Clear();
    }

    [LoggerMessage(1001, LogLevel.Error, "A piece of delivery work failed.", EventName = "DeliveryWorkFailed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
