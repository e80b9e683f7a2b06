// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.Core.Delivery;

/// <summary>Two reusable buffers a thread for encoding messages, so that only the finished frame is allocated.</summary>
internal static class EncodingScratch
{
    private const int MaxKept = 256 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _kept;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _keptToo;

    /// <summary>An empty buffer. A second one may be used within the use of another; deeper use gets one of its own.</summary>
    public static ArrayBufferWriter<byte> Rent()
    {
        ArrayBufferWriter<byte>? scratch = _kept;
        if (scratch is not null)
        {
            _kept = null;
            return scratch;
        }

        scratch = _keptToo;
        _keptToo = null;
        return scratch ?? new ArrayBufferWriter<byte>(1024);
    }

    /// <summary>Gives the buffer back, unless a huge message has blown it up.</summary>
    /// <param name="scratch">What <see cref="Rent"/> gave.</param>
    public static void Return(ArrayBufferWriter<byte> scratch)
    {
        if (scratch.Capacity <= MaxKept)
        {
            scratch.ResetWrittenCount();
            if (_kept is null)
            {
                _kept = scratch;
            }
            else
            {
                _keptToo = scratch;
            }
        }
    }
}
