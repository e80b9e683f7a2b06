// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.Channels;

namespace Bridge.Redis.Tests.Servers;

/// <summary>A clock that moves only when the test says so, and tells which timers were made.</summary>
internal sealed class RecordedTimers : TimeProvider
{
    private readonly ManualTimeProvider _clock = new();
    private readonly Channel<TimeSpan> _made = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = _clock.CreateTimer(callback, state, dueTime, period);
        _made.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits for the next timer that is due after such a time; others are passed over.</summary>
    public async Task<TimeSpan> NextAsync(Predicate<TimeSpan> isDue)
    {
        while (true)
        {
            TimeSpan due = await _made.Reader.ReadAsync().AsTask().Within("a timer to be made");
            if (isDue(due))
            {
                return due;
            }
        }
    }
}
