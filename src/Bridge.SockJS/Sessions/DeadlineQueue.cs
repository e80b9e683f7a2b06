// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>The deadlines of all sessions of a service, on one timer that rests while there are none.</summary>
internal sealed class DeadlineQueue
{
    private readonly Lock _sync = new();
    private readonly PriorityQueue<SockJSSession, TimeSpan> _entries = new();
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly ITimer _timer;
    private TimeSpan _wakesAt = TimeSpan.MaxValue;

    public DeadlineQueue(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _timer = time.CreateTimer(
            static state => ((DeadlineQueue)state!).Release(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The present instant.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>Calls the session's <see cref="SockJSSession.OnDeadline"/> at an instant.</summary>
    public void Add(SockJSSession session, TimeSpan due)
    {
        lock (_sync)
        {
            _entries.Enqueue(session, due);
            if (due < _wakesAt)
            {
                WakeAt(due);
            }
        }
    }

    private void Release()
    {
        List<(SockJSSession Session, TimeSpan Due)> due = [];
        lock (_sync)
        {
            TimeSpan now = Now;
            while (_entries.TryPeek(out SockJSSession? session, out TimeSpan at) && at <= now)
            {
                _entries.Dequeue();
                due.Add((session, at));
            }

            _wakesAt = TimeSpan.MaxValue;
            if (_entries.TryPeek(out _, out TimeSpan next))
            {
                WakeAt(next);
            }
        }

        foreach ((SockJSSession session, TimeSpan at) in due)
        {
            session.OnDeadline(at);
        }
    }

    private void WakeAt(TimeSpan instant)
    {
        _wakesAt = instant;

        // Timers drop fractions of a millisecond: rounded down, the timer would wake up too early, again and again.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (instant - Now).TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }
}
