// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Hubs;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Backplane;

/// <summary>Makes the backplanes of this node's hubs, which share its connections to Redis.</summary>
internal sealed class RedisBackplaneFactory(
    IRedisConnection connection,
    IOptions<BridgeRedisOptions> options,
    RedisMetrics metrics,
    TimeProvider time,
    ILogger<RedisBackplane> logger) : IBackplaneFactory
{
    public IBackplane Create(Type hubType, IBackplaneReceiver receiver)
    {
        var services = new RedisBackplaneServices(connection, metrics, options.Value, time, logger);
        var backplane = new RedisBackplane(services, options.Value.FarmPrefix() + NameOf(hubType), receiver);
        backplane.Start();
        connection.Start();
        return backplane;
    }

    private string NameOf(Type hubType) => typeof(ChannelHub).IsAssignableFrom(hubType) && options.Value.HubName is { } name
        ? name
        : hubType.FullName ?? hubType.Name;
}
