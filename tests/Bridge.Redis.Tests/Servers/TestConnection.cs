// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.State;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Redis.Tests.Servers;

/// <summary>A connection to Redis with nothing above it.</summary>
internal sealed class TestConnection : IAsyncDisposable
{
    /// <summary>The links that log a connection: one for commands, one for subscriptions.</summary>
    public const int Links = 2;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public TestConnection(string configuration, Action<BridgeRedisOptions>? configure = null, TimeProvider? time = null)
    {
        Assert.Empty(RedisSettingsParser.Parse(configuration).Errors);
        var options = new BridgeRedisOptions { Configuration = configuration };
        configure?.Invoke(options);
        RedisSettings settings = options.ToSettings();
        TimeProvider clock = time ?? TimeProvider.System;
        var factory = _services.GetRequiredService<IMeterFactory>();
        Metrics = new RedisMeterReading(factory);
        var metrics = new RedisMetrics(factory);
        Redis = new RedisConnection(
            new RedisLinkServices(settings, new RedisConnector(settings, clock), metrics, Health, clock, new Random(1), Log), options);
        Redis.Start();
    }

    public RedisConnection Redis { get; }

    public RedisMeterReading Metrics { get; }

    public RecordedLog Log { get; } = new();

    public StateHealth Health { get; } = new();

    /// <summary>Connects, and waits until both links are there.</summary>
    public static async Task<TestConnection> OpenAsync(string configuration, Action<BridgeRedisOptions>? configure = null)
    {
        var connection = new TestConnection(configuration, configure);
        await connection.WaitUntilUpAsync(1);
        return connection;
    }

    /// <summary>Waits until all links have connected so many times.</summary>
    public Task WaitUntilUpAsync(int times) => Log.WaitForAsync("RedisUp", Links * times);

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync().AsTask().Within("the connection to end");
        Metrics.Dispose();
        await _services.DisposeAsync();
        Log.Dispose();
    }
}
