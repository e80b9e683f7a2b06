// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;

namespace Bridge.Server.Check;

/// <summary>What to change, for each thing that goes wrong on the way (docs/operations/check.md).</summary>
internal static class Advice
{
    public const string Upgrade =
        "A proxy in front does not pass WebSockets on. nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";";

    public const string Buffering =
        "A proxy holds answers back until they are complete. nginx: proxy_buffering off; and gzip off; for this path, and no proxy_ignore_headers X-Accel-Buffering.";

    public const string Compression =
        "A proxy compresses streams, which may hold them back and costs memory for each. Switch compression off for this path (nginx: gzip off;).";

    public const string Host =
        "The server, or a proxy, does not take this host name. Have the proxy pass it on (nginx: proxy_set_header Host $host;) and add it to AllowedHosts.";

    public const string Path =
        "Something else answers there. Is the address complete, with the path that the proxy has in front, and does the proxy pass this path on?";

    public const string Session =
        "Requests of one session reached different servers. Make the nodes a farm (Bridge:Redis:Configuration), or have the load balancer keep a client at one node.";

    public const string Origin =
        "Pages of this origin are refused. Add it to AllowedOrigins of the app (Bridge:Apps:N:AllowedOrigins).";

    public const string Token =
        "The hub wants to know who it is: give a bearer token that the app takes with --token.";

    public const string Preflight =
        "Pages of other origins can't use this path. A proxy must pass OPTIONS requests on and leave the Access-Control headers of the answers alone.";

    public const string Tls =
        "Install a certificate for this host name with its whole chain, from an authority that browsers trust.";

    /// <summary>What a status stands for that the server would not have answered with.</summary>
    public static string? For(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.MisdirectedRequest => Host,
        HttpStatusCode.Unauthorized => Token,
        HttpStatusCode.Forbidden => Origin,
        HttpStatusCode.NotFound => Path,
        HttpStatusCode.MethodNotAllowed => "A proxy, or another server, does not let this method through.",
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            "The proxy does not reach the server, or the server is not ready. Look at the proxy's log and at /health/ready.",
        >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest => "Realtime clients do not follow redirects: give them (and this check) the address it leads to.",
        _ => null,
    };
}
