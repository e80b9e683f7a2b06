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

    public static void MapPusherFallbacks<THub>(this IEndpointRouteBuilder endpoints)
        where THub : Hub
    {
        PusherFallback<THub> fallback = endpoints.ServiceProvider.GetRequiredService<PusherFallback<THub>>();
        endpoints.MapSockJS($"{Base}/app/{{{PusherAdmission.Key}}}", builder => builder.Run(fallback.RunHttpAsync), HttpTransports());
    }

    private static SockJSOptions HttpTransports() => new()
    {
        Transports = SockJSTransports.XhrStreaming | SockJSTransports.XhrPolling,
        MaxQueuedBytes = 65_536,
    };
}
