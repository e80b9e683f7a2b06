// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.WebSockets;

/// <summary>How a dialect's WebSocket endpoint behaves.</summary>
public sealed record DialectWebSocketOptions
{
    /// <summary>A subprotocol that is chosen when the client offers it, or null.</summary>
    public string? Subprotocol { get; init; }

    /// <summary>The largest message that a client may send, in bytes; larger ones end the connection with 1009. Default: 65,536.</summary>
    public int MaxMessageBytes { get; init; } = 65_536;

    /// <summary>When a silent client is asked and given up.</summary>
    public required Connections.KeepAlive KeepAlive { get; init; }
}
