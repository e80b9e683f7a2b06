// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.DependencyInjection;
using Bridge.Core.Users;
using Bridge.Pusher.Connections;
using Bridge.Pusher.Fallbacks;
using Bridge.Pusher.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.DependencyInjection;

/// <summary>The paths of the Pusher dialect.</summary>
internal sealed class PusherEndpoints : IDialectEndpoints
{
    public void Map<THub>(IEndpointRouteBuilder endpoints)
        where THub : Hub
    {
        IServiceProvider services = endpoints.ServiceProvider;
        services.GetRequiredService<WebhookService>().Serve(typeof(THub));
        PusherWebSocketEndpoint<THub> webSockets = services.GetRequiredService<PusherWebSocketEndpoint<THub>>();

        // GET upgrades an HTTP/1.1 connection, CONNECT opens a stream of an HTTP/2 connection.
        endpoints.MapMethods(
            $"/app/{{{PusherAdmission.Key}}}", [HttpMethods.Get, HttpMethods.Connect], webSockets.HandleAsync);
        endpoints.MapPusherFallbacks<THub>();
        endpoints.MapPusherRestApi(
            services.GetRequiredService<IChannelPublisher<THub>>(),
            services.GetRequiredService<IChannelQueries<THub>>(),
            services.GetRequiredService<IUserConnections<THub>>());
        endpoints.MapClientStats();
    }
}
