// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Hosting;

namespace Bridge.Redis.Connections;

/// <summary>Connects to Redis when the app starts, and lets it start whether Redis is there or not.</summary>
internal sealed class RedisConnectionStart(IRedisConnection connection) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        connection.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
