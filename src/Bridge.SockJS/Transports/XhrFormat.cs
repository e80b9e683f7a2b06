// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.SockJS.Frames;

namespace Bridge.SockJS.Transports;

/// <summary>A frame a line, for xhr and xhr_streaming.</summary>
internal sealed class XhrFormat : ResponseFormat
{
    // Browsers of old showed nothing to the page before they had 2 KiB.
    private static readonly byte[] Padding = [.. Enumerable.Repeat((byte)'h', 2048), (byte)'\n'];

    private XhrFormat(ReadOnlyMemory<byte> prelude) => Prelude = prelude;

    public static XhrFormat Streaming { get; } = new(Padding);

    public static XhrFormat Polling { get; } = new(default);

    public override string ContentType => ContentTypes.Script;

    public override ReadOnlyMemory<byte> Prelude { get; }

    public override void Write(IBufferWriter<byte> output, in OutboundFrame frame)
    {
        frame.WriteTo(output);
        output.Write("\n"u8);
    }
}
