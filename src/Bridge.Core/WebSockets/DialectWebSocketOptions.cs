// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;

namespace Bridge.Core.WebSockets;

/// <summary>How a dialect's WebSocket endpoint behaves.</summary>
public sealed record DialectWebSocketOptions : DialectConnectionOptions
{
    /// <summary>A subprotocol that is chosen when the client offers it, or null.</summary>
    public string? Subprotocol { get; init; }
}
