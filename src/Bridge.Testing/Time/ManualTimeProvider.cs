// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Testing.Time;

/// <summary>
/// A clock that moves only when the test says so. Timers run on the thread that calls <see cref="Advance"/>, in the order
/// they are due, each at its own instant; one that is due at once runs at the next call, even of <c>Advance(TimeSpan.Zero)</c>.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _sync = new();
    private readonly List<ManualTimer> _armed = [];
    private TimeSpan _elapsed;

    /// <summary>The timers that are going to run.</summary>
    public int ArmedTimerCount
    {
        get
        {
            lock (_sync)
            {
                return _armed.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_sync)
        {
            return _elapsed.Ticks;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on and runs what is due up to then, timers that are armed meanwhile included.</summary>
    /// <param name="by">How far; not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);

        TimeSpan target;
        lock (_sync)
        {
            target = _elapsed + by;
        }

        while (TakeNext(target) is { } timer)
        {
            timer.Run();
        }
    }

    // Moves the clock to the next timer that is due and takes it, or to the target when there is none.
    private ManualTimer? TakeNext(TimeSpan target)
    {
        lock (_sync)
        {
            ManualTimer? next = null;
            foreach (ManualTimer timer in _armed)
            {
                if (timer.DueAt <= target && (next is null || timer.DueAt < next.DueAt))
                {
                    next = timer;
                }
            }

            TimeSpan now = next?.DueAt ?? target;
            _elapsed = now > _elapsed ? now : _elapsed;
            if (next is not null && !next.TryRepeat())
            {
                _armed.Remove(next);
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private bool _isDisposed;

        public TimeSpan DueAt { get; private set; }

        public void Run() => callback(state);

        public bool TryRepeat()
        {
            DueAt += _period;
            return _period > TimeSpan.Zero;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // As with the system's timers: -1 ms is "never", and a period of zero runs once.
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
            ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime.TotalMilliseconds, uint.MaxValue - 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(period.TotalMilliseconds, uint.MaxValue - 1);

            lock (time._sync)
            {
                time._armed.Remove(this);
                if (_isDisposed)
                {
                    return false;
                }

                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    DueAt = time._elapsed + dueTime;
                    _period = period > TimeSpan.Zero ? period : TimeSpan.Zero;
                    time._armed.Add(this);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (time._sync)
            {
                _isDisposed = true;
                time._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
