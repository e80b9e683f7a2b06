// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.IO.Pipelines;

namespace Bridge.SockJS.Sessions;

/// <summary>What the client sent, for the handler: each read gives one more message.</summary>
/// <param name="maxUnreadBytes">The bytes that may wait.</param>
internal sealed class MessageReader(int maxUnreadBytes) : PipeReader
{
    // Messages that are empty take memory too.
    private const int BytesOfEmptyMessage = 32;

    private readonly Lock _sync = new();
    private readonly Queue<byte[]> _messages = new();
    private readonly AsyncSignal _signal = new();
    private long _unreadBytes;
    private bool _isEnded;
    private bool _isCanceled;
    private bool _isCompleted;
    private TaskCompletionSource? _drained;
    private ReadOnlySequence<byte> _buffer = ReadOnlySequence<byte>.Empty;
    private bool _isExamined = true;

    /// <summary>Lets messages wait for the handler, unless too much waits already.</summary>
    public bool TryAdd(List<byte[]> messages)
    {
        lock (_sync)
        {
            if (_unreadBytes > maxUnreadBytes)
            {
                return false;
            }

            if (!_isCompleted)
            {
                foreach (byte[] message in messages)
                {
                    _messages.Enqueue(message);
                    _unreadBytes += message.Length + BytesOfEmptyMessage;
                }
            }
        }

        _signal.Set();
        return true;
    }

    /// <summary>Waits while too much waits for the handler.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_sync)
        {
            return _unreadBytes <= maxUnreadBytes || _isEnded
                ? Task.CompletedTask
                : (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Says that nothing more will come. The handler still gets what waits.</summary>
    public void End()
    {
        lock (_sync)
        {
            _isEnded = true;
            _drained?.TrySetResult();
        }

        _signal.Set();
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static state => ((AsyncSignal)state!).Set(), _signal);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryRead(out ReadResult result))
            {
                return result;
            }

            await _signal.WaitAsync();
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_isCompleted, this);
            bool isCanceled = _isCanceled;
            _isCanceled = false;
            bool hasNews = isCanceled || !_isExamined;
            if (!hasNews && _messages.TryDequeue(out byte[]? message))
            {
                Append(message);
                hasNews = true;
            }

            bool isAtEnd = _isEnded && _messages.Count == 0;
            result = new ReadResult(_buffer, isCanceled, isAtEnd);
            return hasNews || isAtEnd;
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        lock (_sync)
        {
            _isExamined = _buffer.Slice(examined).IsEmpty;
            _buffer = _buffer.Slice(consumed);
        }
    }

    public override void CancelPendingRead()
    {
        lock (_sync)
        {
            _isCanceled = true;
        }

        _signal.Set();
    }

    public override void Complete(Exception? exception = null)
    {
        lock (_sync)
        {
            _isCompleted = true;
            _messages.Clear();
            _unreadBytes = 0;
            _drained?.TrySetResult();
        }
    }

    private void Append(byte[] message)
    {
        _buffer = new ReadOnlySequence<byte>(_buffer.IsEmpty ? message : [.. _buffer.ToArray(), .. message]);
        _isExamined = false;
        _unreadBytes -= message.Length + BytesOfEmptyMessage;
        if (_drained is not null && _unreadBytes <= maxUnreadBytes)
        {
            _drained.TrySetResult();
            _drained = null;
        }
    }
}
