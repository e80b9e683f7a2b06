// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Idempotency;
using Bridge.Core.Limits;
using Bridge.Core.Presence;
using Bridge.Core.Users;
using Bridge.Redis.Backplane;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Health;
using Bridge.Redis.Limits;
using Bridge.Redis.State;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes this node part of a farm.</summary>
public static class BridgeRedisBuilderExtensions
{
    /// <summary>
    /// Shares the hubs' groups, and who is on them, with all nodes on the same Redis: bridge nodes, and app nodes that run
    /// <c>Microsoft.AspNetCore.SignalR.StackExchangeRedis</c>. Takes the place of <c>AddStackExchangeRedis</c>; needs
    /// <c>AddBridge</c>. Adds the health check <c>redis</c> with the tag <c>ready</c>, which is degraded while Redis is away: this
    /// node then goes on serving its own clients.
    /// </summary>
    /// <param name="signalR">SignalR's builder.</param>
    /// <param name="configuration">
    /// The servers and how to reach them, in the manner of StackExchange.Redis: <c>10.0.0.5:6379,password=...,ssl=true</c>.
    /// </param>
    /// <param name="configure">Changes further options.</param>
    /// <returns>The builder, for chaining.</returns>
    public static ISignalRServerBuilder AddBridgeRedis(
        this ISignalRServerBuilder signalR, string configuration, Action<BridgeRedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(signalR);
        ArgumentNullException.ThrowIfNull(configuration);
        IServiceCollection services = signalR.Services;

        services.AddMetrics();
        services.AddOptions<BridgeRedisOptions>()
            .Configure(options => options.Configuration = configuration)
            .Configure(options => configure?.Invoke(options))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BridgeRedisOptions>, BridgeRedisOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RedisMetrics>();
        services.TryAddSingleton(CreateConnection);
        services.TryAddSingleton<IBackplaneFactory, RedisBackplaneFactory>();
        services.AddOptions<ChannelStateOptions>();
        services.AddOptions<UserStateOptions>();
        services.AddOptions<IdempotencyOptions>();
        services.TryAddSingleton<StateHealth>();
        services.TryAddSingleton<RedisStateFactory>();

        // In the place of those in memory, whether the bridge was added before or comes later.
        services.Replace(ServiceDescriptor.Singleton<IChannelStateFactory>(provider => provider.GetRequiredService<RedisStateFactory>()));
        services.Replace(ServiceDescriptor.Singleton<IUserStateFactory>(provider => provider.GetRequiredService<RedisStateFactory>()));
        services.Replace(ServiceDescriptor.Singleton<IIdempotencyStore, RedisIdempotencyStore>());
        services.Replace(ServiceDescriptor.Singleton<IConnectionQuotas>(provider => provider.GetRequiredService<RedisStateFactory>().CreateQuotas()));
        services.Replace(ServiceDescriptor.Singleton<IRateLimits, RedisRateLimits>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RedisConnectionStart>());
        services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis", HealthStatus.Degraded, ["ready"]);
        return signalR;
    }

    private static IRedisConnection CreateConnection(IServiceProvider services)
    {
        BridgeRedisOptions options = services.GetRequiredService<IOptions<BridgeRedisOptions>>().Value;
        RedisSettings settings = options.ToSettings();
        TimeProvider time = services.GetRequiredService<TimeProvider>();
        var links = new RedisLinkServices(
            settings,
            new RedisConnector(settings, time),
            services.GetRequiredService<RedisMetrics>(),
            services.GetRequiredService<StateHealth>(),
            time,
            Random.Shared,
            services.GetRequiredService<ILogger<RedisConnection>>());
        return new RedisConnection(links, options);
    }
}
