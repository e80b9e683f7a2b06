// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Draining;

/// <summary>
/// The application's lifetime as the console's signals see it: the first one drains the node and then stops the app, another one stops it
/// at once. When an app stops, SignalR closes all its connections in that moment, so the drain has to come before.
/// </summary>
internal sealed class DrainFirst(IHostApplicationLifetime lifetime, INodeDrain drain) : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => lifetime.ApplicationStarted;

    public CancellationToken ApplicationStopping => lifetime.ApplicationStopping;

    public CancellationToken ApplicationStopped => lifetime.ApplicationStopped;

    /// <summary>The console's lifetime, with this in place of the application's.</summary>
    public static IHostLifetime CreateConsole(IServiceProvider services) => new ConsoleLifetime(
        services.GetRequiredService<IOptions<ConsoleLifetimeOptions>>(),
        services.GetRequiredService<IHostEnvironment>(),
        new DrainFirst(services.GetRequiredService<IHostApplicationLifetime>(), services.GetRequiredService<INodeDrain>()),
        services.GetRequiredService<IOptions<HostOptions>>(),
        services.GetRequiredService<ILoggerFactory>());

    public void StopApplication()
    {
        if (drain.IsDraining)
        {
            lifetime.StopApplication();
        }
        else
        {
            _ = DrainAndStopAsync();
        }
    }

    private async Task DrainAndStopAsync()
    {
        await drain.DrainAsync();
        lifetime.StopApplication();
    }
}
