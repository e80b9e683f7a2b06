// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Backplane;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Backplane;

/// <summary>Makes the backplanes of this node's hubs, which share its connections to Redis.</summary>
internal sealed class RedisBackplaneFactory(
    IRedisConnection connection,
    IOptions<BridgeRedisOptions> options,
    RedisMetrics metrics,
    StateHealth health,
    TimeProvider time,
    ILogger<RedisBackplane> logger) : IBackplaneFactory, IAsyncDisposable
{
    private readonly ConcurrentBag<RedisBackplane> _made = [];

    public IBackplane Create(Type hubType, IBackplaneReceiver receiver)
    {
        var services = new RedisBackplaneServices(connection, metrics, health, options.Value, time, logger);
        var backplane = new RedisBackplane(services, options.Value.FarmPrefix() + HubNames.InFarm(hubType.FullName ?? hubType.Name, options.Value), receiver);
        _made.Add(backplane);
        backplane.Start();
        connection.Start();
        return backplane;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RedisBackplane backplane in _made)
        {
            await backplane.DisposeAsync();
        }
    }
}
