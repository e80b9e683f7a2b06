// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.Tasks.Sources;

namespace Bridge.SockJS.Sessions;

/// <summary>Lets one waiter go on, at once or when it comes; waiting costs no allocation.</summary>
/// <param name="runsInline">Whether the waiter goes on within <see cref="Set"/>, not on a thread of its own.</param>
internal sealed class AsyncSignal(bool runsInline = false) : IValueTaskSource
{
    private readonly Lock _sync = new();
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = !runsInline };
    private bool _isSet;
    private bool _hasWaiter;

    /// <summary>Lets the waiter go on. Several calls before it waits count as one.</summary>
    public void Set()
    {
        lock (_sync)
        {
            if (!_hasWaiter)
            {
                _isSet = true;
                return;
            }

            _hasWaiter = false;
        }

        _core.SetResult(true);
    }

    /// <summary>Waits for the next <see cref="Set"/>. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        lock (_sync)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }

            _core.Reset();
            _hasWaiter = true;
            return new ValueTask(this, _core.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
