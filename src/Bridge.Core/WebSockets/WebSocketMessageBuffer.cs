// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.Core.WebSockets;

/// <summary>The message that is being received. Holds memory only between a message's first and last byte.</summary>
internal struct WebSocketMessageBuffer
{
    private byte[]? _bytes;

    public int Length { get; private set; }

    public readonly ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Appends a part of a frame's payload.</summary>
    /// <param name="header">The frame's header.</param>
    /// <param name="masked">The part, still masked.</param>
    /// <param name="position">Where in the payload the part begins.</param>
    public void Append(in WebSocketFrameHeader header, in ReadOnlySequence<byte> masked, long position)
    {
        Reserve((int)masked.Length, (int)(header.Length - position));
        foreach (ReadOnlyMemory<byte> part in masked)
        {
            header.Unmask(part.Span, _bytes.AsSpan(Length), position);
            Length += part.Length;
            position += part.Length;
        }
    }

    public void Release()
    {
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
        }

        Length = 0;
    }

    private void Reserve(int needed, int expected)
    {
        if (_bytes is not null && _bytes.Length - Length >= needed)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Length + Math.Max(needed, expected));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
