// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.Core.Delivery;

/// <summary>One reusable buffer a thread for encoding messages, so that only the finished frame is allocated.</summary>
internal static class EncodingScratch
{
    private const int MaxKept = 256 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _kept;

    /// <summary>An empty buffer; nested use gets one of its own.</summary>
    public static ArrayBufferWriter<byte> Rent()
    {
        ArrayBufferWriter<byte>? scratch = _kept;
        _kept = null;
        return scratch ?? new ArrayBufferWriter<byte>(1024);
    }

    /// <summary>Gives the buffer back, unless a huge message has blown it up.</summary>
    /// <param name="scratch">What <see cref="Rent"/> gave.</param>
    public static void Return(ArrayBufferWriter<byte> scratch)
    {
        if (scratch.Capacity <= MaxKept)
        {
            scratch.ResetWrittenCount();
            _kept = scratch;
        }
    }
}
