// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.DependencyInjection;
using Bridge.Core.History;
using Bridge.Core.Hubs;
using Bridge.Core.Idempotency;
using Bridge.Core.Limits;
using Bridge.Core.Mapping;
using Bridge.Core.Presence;
using Bridge.Core.Users;
using Bridge.Core.WebSockets;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the bridge to SignalR.</summary>
public static class BridgeSignalRBuilderExtensions
{
    /// <summary>
    /// Lets legacy clients share the hubs' groups: replaces the registered hub lifetime manager with the bridge's. Call it
    /// after anything else that registers one; a manager that is registered later is refused at start.
    /// </summary>
    /// <param name="signalR">SignalR's builder.</param>
    /// <param name="configure">Adds dialects.</param>
    /// <returns>The builder, for chaining.</returns>
    public static ISignalRServerBuilder AddBridge(this ISignalRServerBuilder signalR, Action<BridgeBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(signalR);
        ArgumentNullException.ThrowIfNull(configure);
        IServiceCollection services = signalR.Services;

        services.AddMetrics();
        services.AddOptions<DeliveryOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DeliveryMetrics>();
        services.TryAddSingleton<DeliveryEngine>();
        services.TryAddSingleton<IChannelStateFactory, InMemoryChannelStateFactory>();
        services.TryAddSingleton<IUserStateFactory, InMemoryUserStateFactory>();
        services.TryAddSingleton<IChannelPolicies, ChannelPolicies>();
        services.AddOptions<IdempotencyOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IdempotencyOptions>, IdempotencyOptionsValidator>());
        services.TryAddSingleton<IIdempotencyStore, InMemoryIdempotencyStore>();
        services.TryAddSingleton<IConnectionQuotas, InMemoryConnectionQuotas>();
        services.TryAddSingleton<IRateLimits, InMemoryRateLimits>();
        services.AddOptions<HistoryOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HistoryOptions>, HistoryOptionsValidator>());
        services.TryAddSingleton<HistoryMetrics>();
        services.TryAddSingleton(CreateHistoryServices);
        services.TryAddSingleton(CreateHubJson);
        services.TryAddSingleton(CreateHubServices);
        services.TryAddSingleton(typeof(HubMapSource<>));
        services.TryAddSingleton(typeof(HubAccess<>));
        services.TryAddSingleton(typeof(DialectHub<>));
        services.TryAddSingleton(typeof(DialectEndpoint<>));
        services.TryAddSingleton(typeof(DialectWebSocketEndpoint<>));
        services.AddDrain();
        services.TryAddSingleton<ConnectionMonitor>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ConnectionMonitor>(
            provider => provider.GetRequiredService<ConnectionMonitor>()));
        services.TryAddSingleton(typeof(HubProtocols<>));
        services.TryAddSingleton(typeof(HubChannels<>));
        services.TryAddSingleton(typeof(IChannelPublisher<>), typeof(ChannelPublisher<>));
        services.TryAddSingleton(typeof(IChannelQueries<>), typeof(ChannelQueries<>));
        services.TryAddSingleton(typeof(IUserConnections<>), typeof(UserConnections<>));
        services.AddSingleton<IHostedService>(new LifetimeManagerCheck(services));
        if (services.Any(descriptor => descriptor.ServiceType == typeof(HubLifetimeManager<>) && StockRedisManager.IsIt(descriptor.ImplementationType)))
        {
            services.AddHostedService<StockRedisManager>();
        }

        services.Replace(ServiceDescriptor.Singleton(typeof(HubLifetimeManager<>), typeof(ChannelHubLifetimeManager<>)));
        configure(new BridgeBuilder(services));

        // What no dialect brought.
        services.TryAddSingleton<IChannelNamespaces, SingleNamespace>();
        return signalR;
    }

    private static HubJson CreateHubJson(IServiceProvider services) =>
        new(services.GetRequiredService<IHubProtocolResolver>().GetProtocol("json", null)
            ?? throw new InvalidOperationException("The bridge needs a hub protocol named 'json': AddSignalR() registers one."));

    private static HistoryServices CreateHistoryServices(IServiceProvider services) => new(
        services.GetRequiredService<IOptions<HistoryOptions>>().Value,
        services.GetRequiredService<HistoryMetrics>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<HubHistory>>());

    private static HubServices CreateHubServices(IServiceProvider services) => new(
        services.GetRequiredService<DeliveryEngine>(),
        services.GetRequiredService<IChannelNamespaces>(),
        services.GetRequiredService<IChannelStateFactory>(),
        services.GetRequiredService<IUserStateFactory>(),
        [.. services.GetServices<IChannelActivityObserver>()],
        [.. services.GetServices<IChannelPublicationObserver>()],
        services.GetRequiredService<HubJson>(),
        services.GetRequiredService<HistoryServices>(),
        services.GetService<IBackplaneFactory>(),
        services.GetRequiredService<ILoggerFactory>());
}
