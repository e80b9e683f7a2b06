// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.Channels;
using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Webhooks;

/// <summary>A clock that the test moves, and that tells when somebody begins to wait for it.</summary>
internal sealed class WatchedTimeProvider : TimeProvider
{
    private readonly ManualTimeProvider _inner = new();
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _inner.TimestampFrequency;

    public override long GetTimestamp() => _inner.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = new Timer(_inner.CreateTimer(callback, state, dueTime, period), this);
        Note(dueTime);
        return timer;
    }

    public void Advance(TimeSpan by) => _inner.Advance(by);

    /// <summary>The next wait that begins, other than those of these lengths; without end does not count.</summary>
    public async Task<TimeSpan> NextWaitAsync(params TimeSpan[] except)
    {
        while (true)
        {
            TimeSpan wait = await _waits.Reader.ReadAsync().AsTask().Await("the next wait on the clock");
            if (!except.Contains(wait))
            {
                return wait;
            }
        }
    }

    private void Note(TimeSpan wait)
    {
        if (wait != Timeout.InfiniteTimeSpan)
        {
            _waits.Writer.TryWrite(wait);
        }
    }

    private sealed class Timer(ITimer inner, WatchedTimeProvider time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = inner.Change(dueTime, period);
            time.Note(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
