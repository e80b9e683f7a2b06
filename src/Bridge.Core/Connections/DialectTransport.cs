// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Connections;

/// <summary>What carries the messages of one legacy client where it is not a WebSocket.</summary>
/// <remarks>One caller at a time receives; sending and closing come one after the other, at the same time as receiving.</remarks>
public abstract class DialectTransport
{
    /// <summary>The form of its messages: the same instance for all connections whose messages look alike.</summary>
    public abstract MessageFraming Framing { get; }

    /// <summary>
    /// For how long nothing has come from the client, where it says more than its messages, such as answers to heartbeats.
    /// Default: null, only messages are signs of life.
    /// </summary>
    public virtual TimeSpan? Silence => null;

    /// <summary>Waits for the next message of the client.</summary>
    /// <returns>The message in UTF-8, valid until the next call; null when nothing more comes, also after <see cref="Close"/>.</returns>
    public abstract ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync();

    /// <summary>Sends a message.</summary>
    /// <param name="frame">The message in the form of <see cref="Framing"/>.</param>
    /// <returns>Done when there is room for the next one; failed when the client is gone. Done at once while the client keeps up.</returns>
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> frame);

    /// <summary>Tells the client why the connection ends, after all that was sent, and ends it. Must not block.</summary>
    /// <param name="close">Why.</param>
    public abstract void Close(ConnectionClose close);

    /// <summary>Ends the connection without further words. Must not block.</summary>
    public abstract void Abort();

    /// <summary>Refuses a client that no connection was made for, in its dialect's own words.</summary>
    /// <param name="message">The message that says why.</param>
    /// <param name="close">The close code and reason.</param>
    public async Task RefuseAsync(OutboundMessage message, ConnectionClose close)
    {
        ArgumentNullException.ThrowIfNull(message);
        await SendAsync(message.In(Framing));
        Close(close);
    }
}
