// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Unicode;

namespace Bridge.SockJS.Sessions;

/// <summary>What the handler sends: each flush is one message.</summary>
/// <param name="session">The session.</param>
/// <param name="isRaw">Whether messages go out as they are, not as JSON strings.</param>
internal sealed class MessageWriter(SockJSSession session, bool isRaw) : PipeWriter
{
    private const int LargestBufferToKeep = 4_096;

    private ArrayBufferWriter<byte> _message = new();
    private TaskCompletionSource _cancellation = NewCancellation();
    private bool _isCompleted;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _message.WrittenCount;

    public override void Advance(int bytes) => _message.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _message.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _message.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_message.WrittenCount == 0)
        {
            return ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: _isCompleted));
        }

        ReadOnlyMemory<byte> encoded = Encode(_message.WrittenSpan);
        if (_message.Capacity > LargestBufferToKeep)
        {
            _message = new ArrayBufferWriter<byte>();
        }

        _message.ResetWrittenCount();
        return SendAsync(encoded, cancellationToken);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (_message.WrittenCount == 0)
        {
            return SendAsync(Encode(source.Span), cancellationToken);
        }

        _message.Write(source.Span);
        return FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => _cancellation.TrySetResult();

    public override void Complete(Exception? exception = null) => _isCompleted = true;

    private static TaskCompletionSource NewCancellation() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ValueTask<FlushResult> SendAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isCompleted)
        {
            throw new InvalidOperationException("The output was completed; nothing more can be written.");
        }

        ValueTask<bool> sent = session.SendAsync(encoded);
        return sent.IsCompletedSuccessfully && !_cancellation.Task.IsCompleted
            ? ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: !sent.Result))
            : WaitAsync(sent.AsTask(), cancellationToken);
    }

    private async ValueTask<FlushResult> WaitAsync(Task<bool> sent, CancellationToken cancellationToken)
    {
        await Task.WhenAny(sent, _cancellation.Task).WaitAsync(cancellationToken);
        bool isCanceled = _cancellation.Task.IsCompleted;
        if (isCanceled)
        {
            _cancellation = NewCancellation();
        }

        return new FlushResult(isCanceled, sent is { IsCompleted: true, Result: false });
    }

    private ReadOnlyMemory<byte> Encode(ReadOnlySpan<byte> utf8)
    {
        if (isRaw)
        {
            return Utf8.IsValid(utf8) ? utf8.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8));
        }

        return SockJSMessage.FromText(utf8).Literal;
    }
}
