// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;

namespace Bridge.Core.WebSockets;

/// <summary>
/// Looks at the frames that come in until the pong with a given number is among them. That pong proves that everything the
/// server had buffered before the ping has reached the client, and the socket may be written to directly.
/// </summary>
/// <param name="number">The number in the ping.</param>
internal sealed class DrainProbe(long number)
{
    private const int LongestHeader = 14;

    private readonly byte[] _partial = new byte[LongestHeader + sizeof(long)];
    private int _partialLength;
    private long _skip;

    /// <summary>Looks at the next bytes.</summary>
    /// <param name="bytes">What was received, in order and without gaps.</param>
    /// <returns>True when the pong is among them.</returns>
    public bool IsAnsweredBy(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_skip > 0)
            {
                int skipped = (int)Math.Min(_skip, bytes.Length);
                _skip -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            _partial[_partialLength++] = bytes[0];
            bytes = bytes[1..];
            if (TryReadFrame(out bool isPong))
            {
                _partialLength = 0;
                if (isPong)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool TryReadFrame(out bool isPong)
    {
        isPong = false;
        if (_partialLength < 2)
        {
            return false;
        }

        // Client frames: two bytes, the extended length, the mask, the payload (RFC 6455, section 5.2).
        int shortLength = _partial[1] & 0x7F;
        int extended = shortLength switch { 126 => 2, 127 => 8, _ => 0 };
        int header = 2 + extended + ((_partial[1] & 0x80) != 0 ? 4 : 0);
        if (_partialLength < header)
        {
            return false;
        }

        long length = extended switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(_partial.AsSpan(2)),
            8 => BinaryPrimitives.ReadInt64BigEndian(_partial.AsSpan(2)),
            _ => shortLength,
        };

        if (_partial[0] != (0x80 | WebSocketFrame.Pong) || length != sizeof(long) || header != 6)
        {
            _skip = Math.Max(0, length);
            return true;
        }

        if (_partialLength < header + sizeof(long))
        {
            return false;
        }

        isPong = IsNumber(_partial.AsSpan(2, 4), _partial.AsSpan(header, sizeof(long)));
        return true;
    }

    private bool IsNumber(ReadOnlySpan<byte> mask, ReadOnlySpan<byte> masked)
    {
        Span<byte> payload = stackalloc byte[sizeof(long)];
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] = (byte)(masked[i] ^ mask[i & 3]);
        }

        return BinaryPrimitives.ReadInt64BigEndian(payload) == number;
    }
}
