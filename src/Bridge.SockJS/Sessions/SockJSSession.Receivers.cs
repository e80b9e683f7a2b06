// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Frames;

namespace Bridge.SockJS.Sessions;

/// <content>The receivers that come and go, one at a time, and the frames that they take.</content>
internal sealed partial class SockJSSession
{
    private Receiver? _receiver;
    private TaskCompletionSource? _detached;

    /// <summary>Lets a receiver take the frames.</summary>
    public AttachResult Attach(Receiver receiver)
    {
        lock (_sync)
        {
            if (_state == SessionState.Removed)
            {
                return AttachResult.Removed;
            }

            if (_receiver is not null && options.Client != SockJSClient.PusherHttp)
            {
                return AttachResult.Busy;
            }

            if (!_isOpenFrameDue)
            {
                Prove();
            }

            _receiver?.Replace();
            _receiver = receiver;
            _lastHeard = deadlines.Now;
            _isHeartbeatDue = false;
            SetDeadline(options.HeartbeatDelay);
            if (_isOpenFrameDue || _isAnswerDue || _queue.Count > 0 || _state != SessionState.Open)
            {
                receiver.Wake();
            }

            return AttachResult.Attached;
        }
    }

    /// <summary>Waits until no receiver is attached.</summary>
    public Task WaitForDetachAsync()
    {
        lock (_sync)
        {
            return _receiver is null
                ? Task.CompletedTask
                : (_detached ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Ends a receiver; does nothing if it is not the attached one.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="isDropped">Whether the client broke it off, which ends the session.</param>
    public void Detach(Receiver receiver, bool isDropped)
    {
        bool hasEnded;
        lock (_sync)
        {
            if (_receiver != receiver)
            {
                return;
            }

            _receiver = null;
            _detached?.TrySetResult();
            _detached = null;
            hasEnded = isDropped && TryEnd(SessionState.Interrupted, SessionClose.Interrupted);
            SetDeadline(options.DisconnectDelay);
        }

        OnEnded(hasEnded);
    }

    /// <summary>The next frame, if there is one.</summary>
    /// <param name="receiver">Who takes it; there is none for one that is not attached.</param>
    /// <param name="frame">The frame. After one of <see cref="FrameKind.Close"/> there is nothing more to come.</param>
    public bool TryTake(Receiver receiver, out OutboundFrame frame)
    {
        lock (_sync)
        {
            frame = default;
            if (_receiver != receiver)
            {
                return false;
            }

            if (_isOpenFrameDue)
            {
                _isOpenFrameDue = false;
                frame = OutboundFrame.OfOpen(options.HostName);
            }
            else if (_queue.Count > 0)
            {
                // Whatever comes answers a client that asks for a sign of life.
                _isAnswerDue = false;
                Metrics.Send(_queue.Count, _queue.Bytes);
                frame = OutboundFrame.OfMessages(_queue.Take());
            }
            else if (_state != SessionState.Open)
            {
                frame = OutboundFrame.OfClose(_close);
            }
            else if (_isHeartbeatDue || _isAnswerDue)
            {
                _isHeartbeatDue = false;
                _isAnswerDue = false;
                _isEchoExpected = receiver.AnswersHeartbeats;
                frame = OutboundFrame.Heartbeat;
            }
            else
            {
                return false;
            }

            return true;
        }
    }
}
