// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>Counts the bytes that the server itself writes to a connection; what goes to the socket directly is not among them.</summary>
internal sealed class CountingTransport(IDuplexPipe inner, Action<int> written) : IDuplexPipe
{
    public PipeReader Input => inner.Input;

    public PipeWriter Output { get; } = new CountingWriter(inner.Output, written);

    private sealed class CountingWriter(PipeWriter inner, Action<int> written) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes)
        {
            written(bytes);
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
