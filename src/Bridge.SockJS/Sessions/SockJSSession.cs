// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>One client: its state, the messages that wait for it, and the request that takes them at the moment.</summary>
/// <param name="options">The service's options.</param>
/// <param name="deadlines">The service's deadlines.</param>
/// <param name="isRaw">Whether messages go out as they are, without an open frame before them.</param>
internal sealed partial class SockJSSession(SockJSOptions options, DeadlineQueue deadlines, bool isRaw)
{
    private readonly Lock _sync = new();
    private OutboundQueue _queue = new();
    private TimeSpan _lastHeard = deadlines.Now;
    private SessionState _state;
    private SessionClose _close;
    private bool _isOpenFrameDue = !isRaw;
    private bool _isHeartbeatDue;
    private bool _isAnswerDue;
    private bool _isEchoExpected;
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
            _receiver?.Wake();
            if (_queue.Bytes <= options.MaxQueuedBytes)
            {
                return ValueTask.FromResult(true);
            }

            Metrics.BeSlow();
            if (options.SlowConsumer == SlowConsumerPolicy.Wait)
            {
                return new ValueTask<bool>(WaitForRoomAsync(_queue.WaitForRoomAsync()));
            }

            _queue.Clear();
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
            _queue.Clear();
        }

        return true;
    }

    private void OnEnded(bool hasEnded)
    {
        if (hasEnded)
        {
            Input.End();
            _queue.ReleaseRoom();
            Metrics.End(_close);
            Ended?.Invoke();
        }
    }

    private async Task<bool> WaitForRoomAsync(Task room)
    {
        await room;
        lock (_sync)
        {
            return _state == SessionState.Open;
        }
    }
}
