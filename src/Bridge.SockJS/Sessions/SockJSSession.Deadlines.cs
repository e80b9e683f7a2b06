// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <content>What time brings: heartbeats while somebody takes frames, the end when nobody does.</content>
internal sealed partial class SockJSSession
{
    private TimeSpan _deadline = TimeSpan.MaxValue;
    private TimeSpan _scheduledAt = TimeSpan.MaxValue;

    /// <summary>Called by the queue of deadlines.</summary>
    /// <param name="due">The instant that was asked for.</param>
    public void OnDeadline(TimeSpan due)
    {
        bool hasEnded = false;
        bool isRemoved = false;
        lock (_sync)
        {
            if (due == _scheduledAt)
            {
                _scheduledAt = TimeSpan.MaxValue;
            }

            if (_deadline > deadlines.Now)
            {
                Schedule();
            }
            else if (_receiver is not null)
            {
                // On a fixed beat, whatever else is sent.
                _deadline += options.HeartbeatDelay;
                Schedule();
                _isHeartbeatDue = true;
                _receiver.Wake();
            }
            else if (TryEnd(SessionState.Interrupted, SessionClose.Interrupted))
            {
                hasEnded = true;
                SetDeadline(options.DisconnectDelay);
            }
            else if (_state != SessionState.Removed)
            {
                _state = SessionState.Removed;
                isRemoved = true;
                Prove();
            }
        }

        OnEnded(hasEnded);
        if (isRemoved)
        {
            Removed?.Invoke();
        }
    }

    private void SetDeadline(TimeSpan delay)
    {
        _deadline = deadlines.Now + delay;
        Schedule();
    }

    // A deadline that moves back costs nothing: the entry that is there already comes first and looks again.
    private void Schedule()
    {
        if (_deadline < _scheduledAt)
        {
            _scheduledAt = _deadline;
            deadlines.Add(this, _deadline);
        }
    }
}
