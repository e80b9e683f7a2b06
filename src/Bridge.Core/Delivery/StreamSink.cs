// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>Writes through the server's own stream. Works over TLS and HTTP/2 as well.</summary>
internal sealed class StreamSink(Stream stream) : FrameSink
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes);
}
