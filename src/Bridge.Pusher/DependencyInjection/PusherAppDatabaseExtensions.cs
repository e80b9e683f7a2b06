// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.DependencyInjection;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Apps.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Takes apps from a database.</summary>
public static class PusherAppDatabaseExtensions
{
    /// <summary>
    /// Adds the apps of the table <c>bridge_apps</c> to those of the configuration, and reads it again now and then. A change
    /// that does not validate is logged and refused as a whole.
    /// </summary>
    /// <param name="bridge">The bridge, with <c>AddPusher</c> called.</param>
    /// <param name="configure">Says where the database is.</param>
    /// <returns>The builder, for chaining.</returns>
    /// <exception cref="ArgumentException">There is no data source, or the interval is not positive.</exception>
    public static BridgeBuilder AddPusherAppDatabase(this BridgeBuilder bridge, Action<PusherAppDatabaseOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new PusherAppDatabaseOptions();
        configure(options);
        if (options.DataSource is null || options.PollInterval <= TimeSpan.Zero)
        {
            throw new ArgumentException("A DataSource and a PollInterval above zero are needed.", nameof(configure));
        }

        IServiceCollection services = bridge.Services;
        services.AddSingleton(provider => new DatabaseApps(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DatabaseApps>>()));
        services.AddSingleton<IConfigureOptions<PusherOptions>>(provider => provider.GetRequiredService<DatabaseApps>());
        services.AddSingleton<IValidateOptions<PusherOptions>>(provider => provider.GetRequiredService<DatabaseApps>());
        services.AddSingleton<IOptionsChangeTokenSource<PusherOptions>>(provider => provider.GetRequiredService<DatabaseApps>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<DatabaseApps>());
        return bridge;
    }
}
