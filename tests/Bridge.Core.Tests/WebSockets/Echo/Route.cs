// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>The ways that a frame can take from a delivery loop to a client.</summary>
public enum Route
{
    /// <summary>HTTP/1.1, written to the socket.</summary>
    Direct,

    /// <summary>HTTP/1.1, written to the server's stream because the setting says so.</summary>
    Stream,

    /// <summary>HTTP/2 extended CONNECT: always the server's stream.</summary>
    Http2,

    /// <summary>HTTP/1.1 over TLS: always the server's stream.</summary>
    Tls,
}
