// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>A WebSocket's stream of bytes, in which frames that wait together leave in one write.</summary>
internal abstract class FrameSink : MessageSink
{
    /// <summary>
    /// Writes bytes. Until the task is done the bytes must stay as they are; a completed task means that nothing of them
    /// is needed any more.
    /// </summary>
    /// <param name="bytes">One or more complete frames.</param>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    public sealed override int LengthOf(OutboundMessage message) => message.Frame.Length;

    public sealed override ValueTask WriteAsync(OutboundMessage message) => WriteAsync(message.Frame);
}
