// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Connections;
using Bridge.SockJS;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Fallbacks;

/// <summary>The paths of clients that can't use a WebSocket.</summary>
internal static class PusherFallbackEndpoints
{
    private const string Base = "/pusher";

    // What a session takes off the connection's own queue, whose policy does not hold for it any more.
    private const int WrittenAhead = 64 * 1024;

    public static void MapPusherFallbacks<THub>(this IEndpointRouteBuilder endpoints)
        where THub : Hub
    {
        PusherFallback<THub> fallback = endpoints.ServiceProvider.GetRequiredService<PusherFallback<THub>>();
        endpoints.MapSockJS($"{Base}/app/{{{PusherAdmission.Key}}}", builder => builder.Run(fallback.RunHttpAsync), HttpTransports());
    }

    private static SockJSOptions HttpTransports() => new()
    {
        Client = SockJSClient.PusherHttp,
        CloseAtShutdown = false,
        MaxQueuedBytes = WrittenAhead,
    };
}
