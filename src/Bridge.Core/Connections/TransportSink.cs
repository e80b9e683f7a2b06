// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Connections;

/// <summary>Hands messages to a transport one by one; it has a queue of its own from which they leave together.</summary>
internal sealed class TransportSink(DialectTransport transport) : MessageSink
{
    public override int LengthOf(OutboundMessage message) =>
        message is CloseMessage ? message.Frame.Length : message.In(transport.Framing).Length;

    public override ValueTask WriteAsync(OutboundMessage message)
    {
        if (message is not CloseMessage last)
        {
            return transport.SendAsync(message.In(transport.Framing));
        }

        transport.Close(last.Close);
        return ValueTask.CompletedTask;
    }
}
