// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.WebSockets;

/// <summary>A client broke the WebSocket protocol; the connection can't be understood any further.</summary>
/// <param name="message">What it did, for the close frame.</param>
/// <param name="code">The close code (RFC 6455, section 7.4.1).</param>
internal sealed class WebSocketProtocolException(string message, int code = WebSocketProtocolException.ProtocolError) : Exception(message)
{
    public const int ProtocolError = 1002;
    public const int InvalidData = 1007;

    public int Code { get; } = code;
}
