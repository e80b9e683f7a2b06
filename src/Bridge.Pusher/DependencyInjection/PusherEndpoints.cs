// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.DependencyInjection;
using Bridge.Core.Users;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Connections;
using Bridge.Pusher.Fallbacks;
using Bridge.Pusher.Hubs;
using Bridge.Pusher.Mirror;
using Bridge.Pusher.Protocol;
using Bridge.Pusher.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.DependencyInjection;

/// <summary>The paths of the Pusher dialect.</summary>
internal sealed class PusherEndpoints : IDialectEndpoints
{
    public void Map<THub>(IEndpointRouteBuilder endpoints)
        where THub : Hub
    {
        IServiceProvider services = endpoints.ServiceProvider;
        RequireApps(services);
        PusherFallback<THub> fallback = services.GetRequiredService<PusherFallback<THub>>();
        services.GetRequiredService<PusherHubs>().Add(typeof(THub), fallback);
        services.GetRequiredService<WebhookService>().Serve(typeof(THub));
        services.GetService<MirrorForwarder>()?.Serve(typeof(THub));
        RouteGroupBuilder paths = endpoints.MapGroup(string.Empty);
        paths.WithMetadata(new PusherHubMetadata(typeof(THub).Name));

        PusherWebSocketEndpoint<THub> webSockets = services.GetRequiredService<PusherWebSocketEndpoint<THub>>();

        // GET upgrades an HTTP/1.1 connection, CONNECT opens a stream of an HTTP/2 connection.
        paths.MapMethods(
            $"/app/{{{PusherAdmission.Key}}}", [HttpMethods.Get, HttpMethods.Connect], webSockets.HandleAsync);
        paths.MapPusherFallbacks(fallback, services.GetRequiredService<IOptions<PusherOptions>>().Value);
        paths.MapPusherRestApi(
            services.GetRequiredService<IChannelPublisher<THub>>(),
            services.GetRequiredService<IChannelQueries<THub>>(),
            services.GetRequiredService<IUserConnections<THub>>());
        paths.MapClientStats();
    }

    public string? ClientEventProblem(string eventName) =>
        eventName.StartsWith(PusherEventNames.ClientEventPrefix, StringComparison.Ordinal)
            ? null
            : $"what Pusher clients send begins with '{PusherEventNames.ClientEventPrefix}'. "
                + $"Write OnClientEvent(\"{PusherEventNames.ClientEventPrefix}{eventName}\", ...).";

    public string? ServerEventProblem(string eventName) =>
        PusherEventNames.IsReserved(eventName) ? "such names are the protocol's own. Write one that does not begin with 'pusher'." : null;

    /// <summary>Apps from elsewhere may come later, and those of options that can change: from a file, or a database.</summary>
    private static void RequireApps(IServiceProvider services)
    {
        if (services.GetRequiredService<IPusherAppStore>() is OptionsPusherAppStore { Apps.Count: 0 }
            && !services.GetServices<IOptionsChangeTokenSource<PusherOptions>>().Any())
        {
            throw new InvalidOperationException(
                "The bridge has no Pusher app, so no client could connect: write AddPusher(pusher => pusher.Apps.Add(new PusherApp(ID, KEY, SECRET))), "
                + "or bind the section that has Bridge:Apps:0:Id, Key and Secret.");
        }
    }
}
