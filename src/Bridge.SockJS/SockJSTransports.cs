// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS;

/// <summary>The ways in which clients may speak SockJS.</summary>
[Flags]
public enum SockJSTransports
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>SockJS frames over WebSocket, at <c>/{server}/{session}/websocket</c>.</summary>
    WebSocket = 1,

    /// <summary>WebSocket without SockJS frames, at <c>/websocket</c>.</summary>
    RawWebSocket = 2,

    /// <summary>One long response to a POST.</summary>
    XhrStreaming = 4,

    /// <summary>A POST for each frame.</summary>
    XhrPolling = 8,

    /// <summary>Server-sent events.</summary>
    EventSource = 16,

    /// <summary>A page in a hidden frame that never ends.</summary>
    HtmlFile = 32,

    /// <summary>A script for each frame.</summary>
    JsonpPolling = 64,

    /// <summary>All of them.</summary>
    All = WebSocket | RawWebSocket | XhrStreaming | XhrPolling | EventSource | HtmlFile | JsonpPolling,
}
