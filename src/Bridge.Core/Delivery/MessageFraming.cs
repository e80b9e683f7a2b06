// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>
/// The form in which a kind of transport carries messages, where it is not a WebSocket. One instance serves all connections of
/// the kind: a message keeps its form for each instance, made when the first of its connections needs it.
/// </summary>
public abstract class MessageFraming
{
    /// <summary>Makes the form of a message. May be called more than once for a message, and concurrently.</summary>
    /// <param name="payload">The message in UTF-8.</param>
    /// <returns>The form, which is shared by all connections that get the message: never to be changed.</returns>
    public abstract ReadOnlyMemory<byte> Frame(ReadOnlySpan<byte> payload);
}
