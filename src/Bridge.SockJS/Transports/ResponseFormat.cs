// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.SockJS.Frames;

namespace Bridge.SockJS.Transports;

/// <summary>How a transport puts frames into a response.</summary>
internal abstract class ResponseFormat
{
    public abstract string ContentType { get; }

    /// <summary>What goes before the first frame.</summary>
    public virtual ReadOnlyMemory<byte> Prelude => default;

    /// <summary>Writes one frame.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="frame">The frame.</param>
    public abstract void Write(IBufferWriter<byte> output, in OutboundFrame frame);

    /// <summary>Writes a frame as a JSON string of its own.</summary>
    protected static void WriteAsJson(IBufferWriter<byte> output, in OutboundFrame frame, bool inMarkup)
    {
        using PooledWriter inner = new();
        frame.WriteTo(inner);
        JsonText.Write(output, inner.Written.Span, inMarkup);
    }
}
