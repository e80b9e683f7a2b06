// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>The connection that an <see cref="Outbox"/> belongs to. Called on the delivery loop.</summary>
internal interface IOutboxOwner
{
    /// <summary>The last words to a connection that reads too slowly: what its dialect has for this, then the close frame.</summary>
    IReadOnlyList<OutboundMessage> SlowConsumerFarewell();

    /// <summary>Ends the connection without further words. Must not block.</summary>
    void AbortTransport();
}
