// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Timing;

/// <summary>Items that wait for their time, all of them on one timer; the timer rests while there are none.</summary>
internal sealed class DelayQueue<T>
{
    // Timers take no more than about 49 days; for a later item the timer just wakes up early and goes on waiting.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _sync = new();
    private readonly PriorityQueue<T, TimeSpan> _items = new();
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly Action<IReadOnlyList<T>> _onDue;
    private readonly ITimer _timer;
    private TimeSpan _wakesAt = TimeSpan.MaxValue;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="onDue">Gets the items whose time has come, those of one instant together. Called without any lock.</param>
    public DelayQueue(TimeProvider time, Action<IReadOnlyList<T>> onDue)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _onDue = onDue;
        _timer = CreateTimer(time);
    }

    /// <summary>The present instant, by a clock that only goes forward and that only this queue uses.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>The items that wait.</summary>
    public int Count
    {
        get
        {
            lock (_sync)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>The instant that lies <paramref name="delay"/> ahead; one that no clock reaches when the delay is that long.</summary>
    public TimeSpan After(TimeSpan delay)
    {
        TimeSpan now = Now;
        return delay < TimeSpan.MaxValue - now ? now + delay : TimeSpan.MaxValue;
    }

    /// <summary>Lets an item wait until an instant of this queue's clock.</summary>
    public void Add(T item, TimeSpan due)
    {
        lock (_sync)
        {
            _items.Enqueue(item, due);
            if (due < _wakesAt)
            {
                WakeAt(due, Now);
            }
        }
    }

    // A timer keeps the execution context of its maker; this one outlives the request that may happen to make it.
    private ITimer CreateTimer(TimeProvider time)
    {
        bool suppresses = !ExecutionContext.IsFlowSuppressed();
        if (suppresses)
        {
            ExecutionContext.SuppressFlow();
        }

        try
        {
            return time.CreateTimer(
                static state => ((DelayQueue<T>)state!).Release(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            if (suppresses)
            {
                ExecutionContext.RestoreFlow();
            }
        }
    }

    private void Release()
    {
        List<T> due = [];
        lock (_sync)
        {
            TimeSpan now = Now;
            while (_items.TryPeek(out T? item, out TimeSpan at) && at <= now)
            {
                _items.Dequeue();
                due.Add(item);
            }

            _wakesAt = TimeSpan.MaxValue;
            if (_items.TryPeek(out _, out TimeSpan next))
            {
                WakeAt(next, now);
            }
        }

        if (due.Count > 0)
        {
            _onDue(due);
        }
    }

    private void WakeAt(TimeSpan instant, TimeSpan now)
    {
        TimeSpan wait = instant - now;
        wait = wait < LongestWait ? wait : LongestWait;
        _wakesAt = now + wait;

        // Timers drop fractions of a millisecond: rounded down, the timer would wake up too early, again and again.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }
}
