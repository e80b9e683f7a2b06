// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Core.Hubs;

/// <summary>
/// Tells an app that has the lifetime manager of <c>Microsoft.AspNetCore.SignalR.StackExchangeRedis</c> what to write instead. It
/// is known by its name, because the bridge does not need that package.
/// </summary>
internal sealed partial class StockRedisManager(IServiceProvider services, ILogger<StockRedisManager> logger) : IHostedService
{
    public const string Advice =
        "The app registers SignalR's Redis backplane, which knows nothing of legacy clients. "
        + "Replace AddStackExchangeRedis(...) by AddBridgeRedis(...) after AddBridge(...), with the same configuration: "
        + "it speaks the same format, so nodes that are not changed yet stay in the farm.";

    private const string FullName = "Microsoft.AspNetCore.SignalR.StackExchangeRedis.RedisHubLifetimeManager`1";

    public static bool IsIt(Type? type) =>
        type is not null && (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName == FullName;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<IBackplaneFactory>() is null)
        {
            LogCutOff(logger, Advice);
        }
        else
        {
            LogNotNeeded(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1211, LogLevel.Error, "This node is cut off from the farm. {Advice}", EventName = "StockRedisReplaced")]
    private static partial void LogCutOff(ILogger logger, string advice);

    [LoggerMessage(1212, LogLevel.Information, "AddStackExchangeRedis(...) does nothing any more: AddBridgeRedis(...) took its place.", EventName = "StockRedisNotNeeded")]
    private static partial void LogNotNeeded(ILogger logger);
}
