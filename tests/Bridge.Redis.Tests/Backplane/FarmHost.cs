// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Tests.Hubs;
using Bridge.Redis.Configuration;
using Bridge.Redis.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>A node of a farm: a hub without a server, with Redis behind it.</summary>
internal sealed class FarmHost : IAsyncDisposable
{
    public FarmHost(string configuration, Action<BridgeRedisOptions>? redis = null, Action<IServiceCollection>? configure = null) =>
        Hub = new HubTestHost<PlainHub>(options => options.Shards = 1, services =>
        {
            AddRedis(services, configuration, redis);
            services.AddSingleton<ILoggerProvider>(Log);
            configure?.Invoke(services);
        });

    public HubTestHost<PlainHub> Hub { get; }

    public RecordedLog Log { get; } = new();

    /// <summary>Makes a node without a server part of a farm.</summary>
    public static void AddRedis(IServiceCollection services, string configuration, Action<BridgeRedisOptions>? redis = null) =>
        services.AddSignalR().AddBridgeRedis(configuration, redis);

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
