// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>
/// Lets receivers that have something to take go on, one after the other. While it is busy with others, what else is sent to a
/// receiver joins its next frame: a fan-out under load costs fewer writes than messages.
/// </summary>
internal sealed class DeliveryLoop : IThreadPoolWorkItem
{
    // What a write costs the server, be it within the loop or after the loop has handed it over.
    private static readonly TimeSpan TimeOfWrite = TimeSpan.FromMicroseconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(10);

    private readonly Lock _sync = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly DeferredContinuations _deferred = new();
    private List<Receiver> _waiting = [];
    private List<Receiver> _batch = [];
    private bool _isBusy;
    private volatile int _threadId;

    public DeliveryLoop(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static loop => ((DeliveryLoop)loop!).GoOn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the caller is within the loop, so that others wait for it.</summary>
    public bool IsCurrent => _threadId == Environment.CurrentManagedThreadId;

    /// <summary>Lets something within the loop go on outside, after the batch.</summary>
    public void Defer(Action continuation) => _deferred.Add(continuation);

    /// <summary>Lets a receiver go on with the next batch.</summary>
    public void Add(Receiver receiver)
    {
        lock (_sync)
        {
            _waiting.Add(receiver);
            if (_isBusy)
            {
                return;
            }

            _isBusy = true;
        }

        Schedule();
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_sync)
        {
            (_batch, _waiting) = (_waiting, _batch);
        }

        long start = _time.GetTimestamp();
        TimeSpan pause = _batch.Count * TimeOfWrite;
        _threadId = Environment.CurrentManagedThreadId;
        foreach (Receiver receiver in _batch)
        {
            receiver.GoOn();
        }

        _threadId = 0;
        _batch.Clear();
        if (pause < ShortestPause)
        {
            GoOn();
        }
        else
        {
            // As long as the writes take, the processor is left to those who read and publish. Without a rest the next batch
            // would make one more write for each message instead of joining those of the meantime.
            pause = Max(pause, _time.GetElapsedTime(start));
            _timer.Change(pause < LongestPause ? pause : LongestPause, Timeout.InfiniteTimeSpan);
        }

        // The next batch does not wait for this thread any more.
        _deferred.Run();
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void GoOn()
    {
        lock (_sync)
        {
            if (_waiting.Count == 0)
            {
                _isBusy = false;
                return;
            }
        }

        Schedule();
    }

    private void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
}
