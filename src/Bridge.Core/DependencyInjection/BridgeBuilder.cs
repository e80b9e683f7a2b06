// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Bridge.Core.DependencyInjection;

/// <summary>Adds dialects to the bridge, and hubs that were there before it.</summary>
public sealed class BridgeBuilder
{
    internal BridgeBuilder(IServiceCollection services) => Services = services;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Maps an app's own hub, which stays as it is: which of its methods legacy clients reach, and what its groups and
    /// client methods are called there. Attributes on the hub say the same; both may be used together.
    /// </summary>
    /// <typeparam name="THub">The hub.</typeparam>
    /// <param name="configure">Says how.</param>
    /// <returns>The builder, for chaining.</returns>
    public BridgeBuilder ForHub<THub>(Action<HubMapBuilder> configure)
        where THub : Hub
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddSingleton(new HubMapping<THub>(configure));
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HubMapCheck<THub>>());
        return this;
    }
}
