// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Delivery;

/// <summary>The last message: a close frame on a WebSocket, and on other transports whatever ends them.</summary>
/// <param name="close">Why the connection ends.</param>
internal sealed class CloseMessage(ConnectionClose close) : OutboundMessage(WebSocketFrame.CloseFrame(close.Code, close.Reason), 0, isControl: true)
{
    /// <summary>Why the connection ends.</summary>
    public ConnectionClose Close { get; } = close;
}
