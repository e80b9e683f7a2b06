// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bridge.Core.Hubs;

/// <summary>Refuses to start when another hub lifetime manager was registered after the bridge's: legacy clients would hear nothing.</summary>
internal sealed class LifetimeManagerCheck(IServiceCollection services) : IHostedService
{
    /// <summary>Checks the manager of one hub.</summary>
    /// <typeparam name="THub">The hub.</typeparam>
    /// <param name="services">The app's services.</param>
    public static void Verify<THub>(IServiceProvider services)
        where THub : Hub
    {
        HubLifetimeManager<THub>? manager = services.GetService<HubLifetimeManager<THub>>();
        if (manager is not ChannelHubLifetimeManager<THub>)
        {
            throw Refusal(manager?.GetType());
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ServiceDescriptor? last = services.LastOrDefault(descriptor => descriptor.ServiceType == typeof(HubLifetimeManager<>));
        return last?.ImplementationType == typeof(ChannelHubLifetimeManager<>)
            ? Task.CompletedTask
            : throw Refusal(last?.ImplementationType);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static InvalidOperationException Refusal(Type? actual) => new(
        actual is null || IsSignalRsOwn(actual)
            ? "The bridge is not there: call AddSignalR().AddBridge(...)."
            : StockRedisManager.IsIt(actual) ? StockRedisManager.Advice
            : $"The hub lifetime manager is '{actual.FullName}', not the bridge's, so legacy clients would hear nothing. "
                + "Call AddBridge(...) after everything else that registers a hub lifetime manager, or take the other registration out.");

    private static bool IsSignalRsOwn(Type manager) =>
        manager.IsGenericType && manager.GetGenericTypeDefinition() == typeof(DefaultHubLifetimeManager<>);
}
