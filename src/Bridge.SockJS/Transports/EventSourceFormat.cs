// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.SockJS.Frames;

namespace Bridge.SockJS.Transports;

/// <summary>Server-sent events.</summary>
internal sealed class EventSourceFormat : ResponseFormat
{
    private EventSourceFormat()
    {
    }

    public static EventSourceFormat Instance { get; } = new();

    public override string ContentType => ContentTypes.EventStream;

    public override ReadOnlyMemory<byte> Prelude { get; } = "\r\n"u8.ToArray();

    public override void Write(IBufferWriter<byte> output, in OutboundFrame frame)
    {
        using PooledWriter inner = new();
        frame.WriteTo(inner);
        output.Write("data: "u8);
        WriteEscaped(output, inner.Written.Span);
        output.Write("\r\n\r\n"u8);
    }

    // sockjs-client decodes what it gets as if it were a part of a URL.
    private static void WriteEscaped(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        int length;
        while ((length = text.IndexOf((byte)'%')) >= 0)
        {
            output.Write(text[..length]);
            output.Write("%25"u8);
            text = text[(length + 1)..];
        }

        output.Write(text);
    }
}
