// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Frames;

namespace Bridge.SockJS.Sessions;

/// <summary>One client: its state, the messages that wait for it, and the request that takes them at the moment.</summary>
/// <param name="options">The service's options.</param>
/// <param name="deadlines">The service's deadlines.</param>
/// <param name="isRaw">Whether messages go out as they are, without an open frame before them.</param>
internal sealed partial class SockJSSession(SockJSOptions options, DeadlineQueue deadlines, bool isRaw)
{
    private const int LargestListToKeep = 64;

    private readonly Lock _sync = new();
    private List<ReadOnlyMemory<byte>> _queue = [];
    private List<ReadOnlyMemory<byte>> _taken = [];
    private long _queuedBytes;
    private TimeSpan _lastHeard = deadlines.Now;
    private SessionState _state;
    private SessionClose _close;
    private bool _isOpenFrameDue = !isRaw;
    private bool _isHeartbeatDue;
    private bool _isAnswerDue;
    private bool _isEchoExpected;
    private Receiver? _receiver;
    private TaskCompletionSource? _detached;
    private TaskCompletionSource? _room;
    private Action? _proven;

    /// <summary>Messages on their way to the handler.</summary>
    public MessageReader Input { get; } = new(options.MaxUnreadBytes);

    /// <summary>Whether no receiver has taken the first frame yet.</summary>
    public bool IsFresh
    {
        get
        {
            lock (_sync)
            {
                return _isOpenFrameDue;
            }
        }
    }

    /// <summary>For how long nothing has come from the client.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_sync)
            {
                return deadlines.Now - _lastHeard;
            }
        }
    }

    /// <summary>What is counted of it.</summary>
    public required SessionMetrics Metrics { get; init; }

    /// <summary>Called once when the client has done more than to open the session, or when it is of no use any more.</summary>
    public Action? Proven
    {
        init => _proven = value;
    }

    /// <summary>Called once when the session is no longer open.</summary>
    public Action? Ended { get; init; }

    /// <summary>Called once when the session is of no use any more.</summary>
    public Action? Removed { get; init; }

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
                Metrics.Send(_queue.Count, _queuedBytes);
                frame = OutboundFrame.OfMessages(TakeQueue());
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

    /// <summary>Lets a message wait for the client.</summary>
    /// <param name="message">The message, encoded.</param>
    /// <returns>Whether the session is still open. Comes when there is room for more.</returns>
    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> message)
    {
        lock (_sync)
        {
            if (_state != SessionState.Open)
            {
                return ValueTask.FromResult(false);
            }

            _queue.Add(message);
            _queuedBytes += message.Length;
            _receiver?.Wake();
            if (_queuedBytes <= options.MaxQueuedBytes)
            {
                return ValueTask.FromResult(true);
            }

            Metrics.BeSlow();
            if (options.SlowConsumer == SlowConsumerPolicy.Wait)
            {
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return new ValueTask<bool>(WaitForRoomAsync(_room.Task));
            }

            ClearQueue();
        }

        Close(SessionClose.TooSlow);
        return ValueTask.FromResult(false);
    }

    /// <summary>Hands messages of the client on to the handler.</summary>
    /// <param name="messages">The messages.</param>
    public ReceiveResult Receive(List<byte[]> messages)
    {
        lock (_sync)
        {
            Prove();
            _lastHeard = deadlines.Now;
            if (messages.Count == 0 && options.Client == SockJSClient.PusherHttp)
            {
                OnEmptySend();
            }

            if (_state != SessionState.Open)
            {
                return _state == SessionState.Closing ? ReceiveResult.Accepted : ReceiveResult.NoSession;
            }

            if (!Input.TryAdd(messages))
            {
                return ReceiveResult.Full;
            }

            Metrics.Receive(messages);
            return ReceiveResult.Accepted;
        }
    }

    /// <summary>Closes the session from the server's side; does nothing when it is over already.</summary>
    public void Close(SessionClose close)
    {
        bool hasEnded;
        lock (_sync)
        {
            hasEnded = TryEnd(SessionState.Closing, close);
            _receiver?.Wake();
        }

        OnEnded(hasEnded);
    }

    /// <summary>Breaks the session off: what waits is dropped.</summary>
    public void Interrupt()
    {
        bool hasEnded;
        lock (_sync)
        {
            hasEnded = TryEnd(SessionState.Interrupted, SessionClose.Interrupted);
            _receiver?.Wake();
        }

        OnEnded(hasEnded);
    }

    private void Prove()
    {
        _proven?.Invoke();
        _proven = null;
    }

    /// <summary>The echo of a heartbeat wants no answer: two sides that answer each other would never come to an end.</summary>
    private void OnEmptySend()
    {
        _isAnswerDue = !_isEchoExpected;
        _isEchoExpected = false;
        _receiver?.Wake();
    }

    private bool TryEnd(SessionState state, SessionClose close)
    {
        if (_state != SessionState.Open)
        {
            return false;
        }

        _state = state;
        _close = close;
        if (state == SessionState.Interrupted)
        {
            _isOpenFrameDue = false;
            ClearQueue();
        }

        return true;
    }

    private void OnEnded(bool hasEnded)
    {
        if (hasEnded)
        {
            Input.End();
            ReleaseRoom();
            Metrics.End(_close);
            Ended?.Invoke();
        }
    }

    // The frame before is written by now, so its list serves again.
    private List<ReadOnlyMemory<byte>> TakeQueue()
    {
        if (_taken.Capacity > LargestListToKeep)
        {
            _taken = [];
        }

        _taken.Clear();
        (_taken, _queue) = (_queue, _taken);
        _queuedBytes = 0;
        ReleaseRoom();
        return _taken;
    }

    private void ClearQueue()
    {
        _queue = [];
        _queuedBytes = 0;
        ReleaseRoom();
    }

    private void ReleaseRoom() => Interlocked.Exchange(ref _room, null)?.TrySetResult();

    private async Task<bool> WaitForRoomAsync(Task room)
    {
        await room;
        lock (_sync)
        {
            return _state == SessionState.Open;
        }
    }
}
