// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;

namespace Bridge.Pusher.Protocol;

/// <summary>
/// Every code of the protocol with its text (docs/specs/pusher.md, "Errors and closing"). Clients act on the range:
/// 4000 to 4099 do not come back, 4100 to 4199 come back after a while, 4200 to 4299 at once.
/// </summary>
internal sealed record PusherCloseCode
{
    /// <summary>What a WebSocket close frame has room for.</summary>
    private const int MaxReasonBytes = 123;

    private PusherCloseCode(int code, string reason)
    {
        Code = code;
        Reason = reason;
    }

    /// <summary>The app takes only TLS connections: the client comes back with TLS.</summary>
    public static PusherCloseCode TlsRequired { get; } = new(4000, "Application only accepts TLS connections, reconnect using wss://");

    /// <summary>The app is switched off.</summary>
    public static PusherCloseCode AppDisabled { get; } = new(4003, "Application disabled");

    /// <summary>The app has as many connections as it may have.</summary>
    public static PusherCloseCode ConnectionQuotaReached { get; } = new(4004, "Application is over its connection quota");

    /// <summary>The path is not <c>/app/KEY</c>. Only the SockJS dialect can ask for one.</summary>
    public static PusherCloseCode PathNotFound { get; } = new(4005, "Path not found");

    /// <summary>The query parameter <c>version</c> cannot be used.</summary>
    public static PusherCloseCode VersionInvalid { get; } = new(4006, "Invalid version string format");

    /// <summary>The query parameter <c>protocol</c> is not a version that is served.</summary>
    public static PusherCloseCode ProtocolUnsupported { get; } = new(4007, "Unsupported protocol version");

    /// <summary>The query parameter <c>protocol</c> is missing.</summary>
    public static PusherCloseCode ProtocolMissing { get; } = new(4008, "No protocol version supplied");

    /// <summary>The sign-in failed, or the app terminated the user's connections.</summary>
    public static PusherCloseCode Unauthorized { get; } = new(4009, "Connection is unauthorized");

    /// <summary>The page comes from an origin that the app does not allow.</summary>
    public static PusherCloseCode OriginNotAllowed { get; } = new(4009, "Origin not allowed");

    /// <summary>The connection proved nothing in the time that the app allows for it.</summary>
    public static PusherCloseCode NotAuthorizedInTime { get; } = new(4009, "Connection not authorized within timeout.");

    /// <summary>The server has no room, or the client reads too slowly; also the gentle way to empty a server that goes down.</summary>
    public static PusherCloseCode OverCapacity { get; } = new(4100, "Over capacity");

    /// <summary>The client is to connect anew, for example because the server goes down.</summary>
    public static PusherCloseCode Reconnect { get; } = new(4200, "Generic reconnect immediately");

    /// <summary>The client did not answer a ping.</summary>
    public static PusherCloseCode PongNotReceived { get; } = new(4201, "Pong reply not received");

    /// <summary>Nothing came for 24 hours from a client that cannot answer pings.</summary>
    public static PusherCloseCode Inactive { get; } = new(4202, "Closed after inactivity");

    /// <summary>A client event was dropped because too many came. Only for <c>pusher:error</c>; the connection stays.</summary>
    public static PusherCloseCode ClientEventRateReached { get; } = new(4301, "Client event rejected due to rate limit");

    /// <summary>Only the first 100 users of a watchlist are watched. Only for <c>pusher:error</c>; the connection stays.</summary>
    public static PusherCloseCode WatchlistTooLong { get; } = new(4302, "Watchlist limit exceeded: only the first 100 users are watched");

    /// <summary>The code.</summary>
    public int Code { get; }

    /// <summary>The text; it fits into a WebSocket close frame.</summary>
    public string Reason { get; }

    /// <summary>No app has the key.</summary>
    /// <param name="key">The key that the client gave; the text leaves it out when it is too long.</param>
    public static PusherCloseCode AppKeyUnknown(string key)
    {
        string reason = $"App key {key} not in this cluster. Did you forget to specify the cluster?";
        return new PusherCloseCode(
            4001,
            Encoding.UTF8.GetByteCount(reason) <= MaxReasonBytes
                ? reason
                : "App key not in this cluster. Did you forget to specify the cluster?");
    }
}
