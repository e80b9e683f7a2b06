// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Connections;

/// <summary>Connects to Redis when the app starts, and lets it start whether Redis is there or not.</summary>
internal sealed partial class RedisConnectionStart(
    IRedisConnection connection, IOptions<BridgeRedisOptions> options, ILogger<RedisConnectionStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        int database = RedisSettingsParser.Parse(options.Value.Configuration).Settings.Database;
        if (database != 0 && options.Value.FarmPrefix().Length == 0)
        {
            LogDatabaseAlone(logger, database);
        }

        connection.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        4031,
        LogLevel.Warning,
        "Bridge:Redis:Configuration names database {Database}, but no channelPrefix: Redis delivers what is published to all databases, so another farm on this server would hear this one.",
        EventName = "DatabaseAlone")]
    private static partial void LogDatabaseAlone(ILogger logger, int database);
}
