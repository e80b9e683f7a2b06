// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>Where the messages of one connection go.</summary>
internal abstract class MessageSink
{
    /// <summary>The bytes that a message takes here.</summary>
    /// <param name="message">The message.</param>
    public abstract int LengthOf(OutboundMessage message);

    /// <summary>Writes one message. The next one follows when the task is done, which says that there is room for it.</summary>
    /// <param name="message">The message.</param>
    public abstract ValueTask WriteAsync(OutboundMessage message);
}
