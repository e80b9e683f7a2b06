// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Roaming;
using Bridge.SockJS.Roaming;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes sticky sessions unnecessary.</summary>
public static class BridgeRoamingBuilderExtensions
{
    /// <summary>
    /// Lets every node take every request: one for a SockJS session, a Pusher fallback session or a SignalR connection of another node is
    /// handed on to it, with the client's address. Needs <c>AddBridgeRedis</c> and nothing in the app's pipeline. When the other node is
    /// gone, the client hears so in its protocol and connects anew.
    /// </summary>
    /// <param name="signalR">SignalR's builder.</param>
    /// <param name="configure">Sets the options; the secret is required.</param>
    /// <returns>The builder, for chaining.</returns>
    public static ISignalRServerBuilder AddBridgeRoaming(this ISignalRServerBuilder signalR, Action<BridgeNodeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(signalR);
        ArgumentNullException.ThrowIfNull(configure);
        IServiceCollection services = signalR.Services;

        services.AddOptions<BridgeNodeOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BridgeNodeOptions>, BridgeNodeOptionsValidator>());
        services.TryAddSingleton<NodeDirectory>();
        services.TryAddSingleton<Forwarder>();
        services.TryAddSingleton<ISessionDirectory, RedisSessionDirectory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, NodeDirectory>(
            provider => provider.GetRequiredService<NodeDirectory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, HopMiddleware>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, HubRoaming>());
        return signalR;
    }
}
