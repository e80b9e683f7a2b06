// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Connections;
using Bridge.SockJS;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Fallbacks;

/// <summary>The paths of clients that can't use a WebSocket.</summary>
internal static class PusherFallbackEndpoints
{
    private const string Base = "/pusher";

    // Whatever version a page asks for, it gets the same script: its frame needs no other one.
    private const string ClientScript = "/8.6.0/sockjs.min.js";

    // What a session takes off the connection's own queue, whose policy does not hold for it any more.
    private const int WrittenAhead = 64 * 1024;

    // pusher-js subscribes at once; whoever only opens sessions is no client of ours.
    private const int MostUnproven = 1_000;

    public static void MapPusherFallbacks<THub>(this IEndpointRouteBuilder endpoints, PusherFallback<THub> fallback, PusherOptions options)
        where THub : Hub
    {
        endpoints.MapSockJS($"{Base}/app/{{{PusherAdmission.Key}}}", builder => builder.Run(fallback.RunHttpAsync), HttpTransports(options));
        endpoints.MapSockJS(Base, builder => builder.Run(fallback.RunSockJSAsync), SockJS());
        ScriptEndpoint.Map(endpoints);
    }

    private static SockJSOptions HttpTransports(PusherOptions options) => new()
    {
        Client = SockJSClient.PusherHttp,
        HostName = options.FallbackHostName,
        CloseAtShutdown = false,
        MaxQueuedBytes = WrittenAhead,
        MaxUnprovenSessionsPerAddress = MostUnproven,
    };

    // No WebSockets: pusher-js comes here only when it can't have one.
    private static SockJSOptions SockJS() => new()
    {
        Transports = SockJSTransports.All & ~(SockJSTransports.WebSocket | SockJSTransports.RawWebSocket),
        ClientUrl = ClientScript,
        CloseAtShutdown = false,
        MaxQueuedBytes = WrittenAhead,
        MaxUnprovenSessionsPerAddress = MostUnproven,
    };
}
