// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS;

/// <summary>How a SockJS service behaves. Not to be changed any more once the service is mapped.</summary>
public sealed class SockJSOptions
{
    /// <summary>The transports that are served; the others are 404. Default: all.</summary>
    public SockJSTransports Transports { get; set; } = SockJSTransports.All;

    /// <summary>Which clients the service is for. Default: <see cref="SockJSClient.SockJS"/>.</summary>
    public SockJSClient Client { get; set; }

    /// <summary>
    /// The characters (UTF-16) of frames after which a streaming response ends and the client opens the next one, so that browsers can
    /// free what they received. A frame is never cut. Clients of <see cref="SockJSClient.PusherHttp"/> have a limit of their own.
    /// Default: 131,072.
    /// </summary>
    public int ResponseLimit { get; set; } = 131_072;

    /// <summary>The time between heartbeats. Proxies cut connections that are silent for longer than theirs. Default: 25 seconds.</summary>
    public TimeSpan HeartbeatDelay { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How long a session lives without a receiving request; an ended session answers late requests as long again.
    /// Default: 5 seconds.
    /// </summary>
    public TimeSpan DisconnectDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The script that the iframe page loads: an absolute http(s) URL, or a path of this app that begins with a slash. It must be the
    /// very version that the page uses. Default: sockjs-client 1 at jsDelivr.
    /// </summary>
    public string ClientUrl { get; set; } = "https://cdn.jsdelivr.net/npm/sockjs-client@1/dist/sockjs.min.js";

    /// <summary>The URL that clients are told to use instead of the one they asked. Default: none.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>
    /// The host name, without a port, that clients of <see cref="SockJSClient.PusherHttp"/> use for all further requests of
    /// a session; others know no such thing. In a farm behind one name: this server's own. Default: none.
    /// </summary>
    public string? HostName { get; set; }

    /// <summary>Whether answers carry a <c>JSESSIONID</c> cookie, which load balancers use to keep a client at one server. Default: false.</summary>
    public bool JSessionId { get; set; }

    /// <summary>
    /// Whether that cookie is marked <c>SameSite=None; Secure</c>, without which browsers send it to no other site.
    /// Needs HTTPS. Default: false.
    /// </summary>
    public bool CrossSiteJSessionId { get; set; }

    /// <summary>
    /// Whether answers carry CORS headers. Switch it off to leave them to <c>RequireCors</c>. Default: true.
    /// </summary>
    public bool Cors { get; set; } = true;

    /// <summary>
    /// Whether WebSocket clients of 2010 are served too, which speak draft-hixie-thewebsocketprotocol-76. Proxies and the
    /// public conformance suite still test for it. Default: false.
    /// </summary>
    public bool Hixie76 { get; set; }

    /// <summary>
    /// The origins that may connect, such as <c>https://example.com</c>; requests of others are 403. With a list the iframe
    /// page, htmlfile and jsonp are off, since their requests do not tell an origin. Default: empty, which means all.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>The largest body of a send request and the largest WebSocket message, in bytes; larger ones are 413 or end the WebSocket. Default: 1 MiB.</summary>
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// The bytes received that may wait for the handler. Beyond them a WebSocket is not read, a send request is not
    /// answered, and a further one is 503. Default: 1 MiB.
    /// </summary>
    public int MaxUnreadBytes { get; set; } = 1024 * 1024;

    /// <summary>The bytes that may wait for the client. Beyond them <see cref="SlowConsumer"/> applies. Default: 1 MiB.</summary>
    public int MaxQueuedBytes { get; set; } = 1024 * 1024;

    /// <summary>What happens over <see cref="MaxQueuedBytes"/>. Default: <see cref="SlowConsumerPolicy.Wait"/>.</summary>
    public SlowConsumerPolicy SlowConsumer { get; set; }

    /// <summary>
    /// Whether the sessions are closed with 1001 when the app stops: in batches over six tenths of the host's <c>ShutdownTimeout</c>, at least
    /// 25 every 250 ms. Switch it off when the handler says a better goodbye.
    /// Default: true.
    /// </summary>
    public bool CloseAtShutdown { get; set; } = true;

    /// <summary>
    /// The shortest session id that an HTTP session may have, in characters; requests with a shorter one are 404. Whoever
    /// guesses an id can read and send for its client: sockjs-client makes 8 characters (40 random bits), pages can ask it
    /// for more with its option <c>sessionId</c>. Signed-in users are safe in any case, since a session belongs to its user.
    /// Default: 1.
    /// </summary>
    public int MinSessionIdLength { get; set; } = 1;

    /// <summary>
    /// The HTTP sessions that one client address (of IPv6: one /64 network) may have at once; a request for one more is 503.
    /// Behind a proxy use the forwarded headers middleware, or all clients share one address. Default: 0, which means any number.
    /// </summary>
    public int MaxSessionsPerAddress { get; set; }

    /// <summary>The HTTP sessions that may exist at once; a request for one more is 503. Default: 100,000.</summary>
    public int MaxSessions { get; set; } = 100_000;

    /// <summary>
    /// The HTTP sessions that one address may have whose client has done no more than to open them; a request for one more
    /// is 503. Clients that send something, or come back for more, do not count. Not for services whose clients only listen.
    /// All clients behind one proxy share an address unless forwarded headers are used. Default: 0, which means any number.
    /// </summary>
    public int MaxUnprovenSessionsPerAddress { get; set; }
}
