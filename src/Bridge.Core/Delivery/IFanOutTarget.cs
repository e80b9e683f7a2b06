// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>Members of a group that share a delivery loop and a dialect.</summary>
internal interface IFanOutTarget
{
    /// <summary>Puts the message into the out-queue of every member. Called on the delivery loop only.</summary>
    /// <param name="message">The message.</param>
    /// <param name="except">Who is left out, or null.</param>
    /// <param name="version">The transition that the message belongs to; 0 for none.</param>
    void Deliver(OutboundMessage message, object? except, long version);
}
