// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Transports;

/// <summary>
/// The bytes below a WebSocket, with pings of ours among its frames. The framework's own pings give a peer up while a long
/// message still keeps them from being written.
/// </summary>
/// <param name="inner">The connection.</param>
/// <param name="time">The clock.</param>
internal sealed class PingStream(Stream inner, TimeProvider time) : Stream
{
    private const long NotWritten = long.MaxValue;

    // How long a peer may take to answer a ping.
    private static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(10);
    private static readonly byte[] Ping = [0x89, 0x00];

    private readonly SemaphoreSlim _writing = new(1);
    private long _pingedAt = NotWritten;
    private volatile bool _isPongDue;
    private volatile bool _isReading;

    /// <summary>Whether nothing has come for too long after a ping, and somebody would have read it.</summary>
    public bool IsPeerSilent => _isPongDue && _isReading && Volatile.Read(ref _pingedAt) is var at and not NotWritten
        && time.GetElapsedTime(at) >= PongTimeout;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Asks the peer for a sign of life, unless it still owes one. Its time begins when the ping is written.</summary>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        if (_isPongDue)
        {
            return;
        }

        // Before it is written: the answer may be faster than the end of the write.
        Volatile.Write(ref _pingedAt, NotWritten);
        _isPongDue = true;
        await WriteAsync(Ping, cancellationToken);
        await FlushAsync(cancellationToken);
        Volatile.Write(ref _pingedAt, time.GetTimestamp());
    }

    /// <summary>Reads; whatever comes is a sign of life.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _isReading = true;
        try
        {
            int count = await inner.ReadAsync(buffer, cancellationToken);
            _isPongDue &= count == 0;
            return count;
        }
        finally
        {
            _isReading = false;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Writes. The WebSocket writes each frame at once, so a ping never comes into the middle of one.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
