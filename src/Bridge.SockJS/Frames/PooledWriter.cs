// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.SockJS.Frames;

/// <summary>Collects bytes in a buffer of the shared pool, which it holds only while there are any.</summary>
internal sealed class PooledWriter : IBufferWriter<byte>, IDisposable
{
    private const int SmallestBuffer = 256;

    private byte[] _buffer = [];
    private int _length;

    /// <summary>What was written; valid until the writer is cleared or disposed.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _length = 0;

    /// <summary>Forgets what was written, and gives the buffer back until more is written.</summary>
    public void Release()
    {
        Clear();
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    public void Dispose() => Release();

    private void Reserve(int size)
    {
        if (_buffer.Length - _length >= size)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestBuffer, Math.Max(_length + size, _length * 2)));
        int length = _length;
        _buffer.AsSpan(0, length).CopyTo(larger);
        Release();
        _buffer = larger;
        _length = length;
    }
}
