// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Hubs;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bridge.Core.Tests.DependencyInjection;

/// <summary>An app that has SignalR's own Redis backplane, whose package the tests do not need: it is known by its name.</summary>
public sealed class StockRedisManagerTests
{
    [Fact]
    public void AddBridge_AfterTheStockManager_AddsTheMessage() =>
        Assert.Contains(Services(stockFirst: true), descriptor => descriptor.ImplementationType == typeof(StockRedisManager));

    [Fact]
    public void AddBridge_WithoutTheStockManager_AddsNoMessage()
    {
        var services = new ServiceCollection();
        services.AddSignalR().AddBridge(_ => { });
        Assert.DoesNotContain(services, descriptor => descriptor.ImplementationType == typeof(StockRedisManager));
    }

    [Fact]
    public async Task Start_StockManagerAfterTheBridge_IsRefusedWithTheLineToReplace()
    {
        IHostedService check = Services(stockFirst: false).Select(descriptor => descriptor.ImplementationInstance).OfType<LifetimeManagerCheck>().Single();
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => check.StartAsync(CancellationToken.None));
        Assert.Contains("Replace AddStackExchangeRedis(...) by AddBridgeRedis(...)", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "StockRedisReplaced")]
    [InlineData(true, "StockRedisNotNeeded")]
    public async Task Start_StockManagerBeforeTheBridge_SaysWhatToDo(bool hasBackplane, string expected)
    {
        var log = new EventNames();
        var services = new ServiceCollection();
        if (hasBackplane)
        {
            services.AddSingleton<IBackplaneFactory>(new NoBackplanes());
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        await new StockRedisManager(provider, log).StartAsync(CancellationToken.None);
        Assert.Equal([expected], log.Names);
    }

    private static ServiceCollection Services(bool stockFirst)
    {
        var services = new ServiceCollection();
        ISignalRServerBuilder signalR = services.AddSignalR();
        if (!stockFirst)
        {
            signalR.AddBridge(_ => { });
        }

        services.AddSingleton(typeof(HubLifetimeManager<>), typeof(RedisHubLifetimeManager<>));
        if (stockFirst)
        {
            signalR.AddBridge(_ => { });
        }

        return services;
    }

    private sealed class NoBackplanes : IBackplaneFactory
    {
        public IBackplane Create(Type hubType, IBackplaneReceiver receiver) => throw new NotSupportedException();
    }

    private sealed class EventNames : Microsoft.Extensions.Logging.ILogger<StockRedisManager>
    {
        public List<string?> Names { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Names.Add(eventId.Name);
    }
}
