// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.DependencyInjection;
using Bridge.Core.Hubs;
using Bridge.Core.Users;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Connections;
using Bridge.Pusher.DependencyInjection;
using Bridge.Pusher.Fallbacks;
using Bridge.Pusher.Hubs;
using Bridge.Pusher.RateLimits;
using Bridge.Pusher.Users;
using Bridge.Pusher.Webhooks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the Pusher dialect to the bridge.</summary>
public static class PusherBridgeBuilderExtensions
{
    /// <summary>Adds the Pusher protocol: clients over WebSocket, the HTTP transports of pusher-js and SockJS, and the REST API. <c>MapBridge</c> maps its endpoints.</summary>
    /// <param name="bridge">The bridge.</param>
    /// <param name="configure">Adds apps and changes settings.</param>
    /// <returns>The builder, for chaining.</returns>
    public static BridgeBuilder AddPusher(this BridgeBuilder bridge, Action<PusherOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        IServiceCollection services = bridge.Services;
        services.AddPusherApps();
        services.AddPusherWebhooks();
        services.Configure(configure ?? (static _ => { }));
        services.TryAddSingleton<IUserAuthenticator, PusherUserAuthenticator>();
        services.TryAddSingleton<PusherSessionContext>();
        services.TryAddSingleton<PusherAdmission>();
        services.TryAddSingleton<AppRateLimits>();
        services.TryAddSingleton(provider => new PusherDialect(provider.GetRequiredService<HubJson>()));
        services.TryAddSingleton(typeof(PusherWebSocketEndpoint<>));
        services.TryAddSingleton(typeof(PusherFallback<>));
        services.TryAddSingleton<PusherHubs>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, PusherHubMatcherPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PusherHubCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDialectEndpoints, PusherEndpoints>());
        return bridge;
    }
}
