// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.DependencyInjection;
using Bridge.Core.Hubs;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of the bridge.</summary>
public static class BridgeEndpointRouteBuilderExtensions
{
    /// <summary>Maps the endpoints of every dialect that was added, onto one hub. The hub itself is mapped with <c>MapHub</c>.</summary>
    /// <typeparam name="THub">The hub that owns the channels.</typeparam>
    /// <param name="endpoints">Where to.</param>
    /// <returns>A builder for conventions that hold for all of these endpoints.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBridge</c> was not called, another hub lifetime manager was registered after it, or nothing maps the hub.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The mapping does not fit the hub; all errors at once.</exception>
    public static IEndpointConventionBuilder MapBridge<THub>(this IEndpointRouteBuilder endpoints)
        where THub : Hub
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        LifetimeManagerCheck.Verify<THub>(endpoints.ServiceProvider);
        if (!endpoints.ServiceProvider.GetRequiredService<HubMapSource<THub>>().Map.IsDeclared)
        {
            string hub = typeof(THub).Name;
            throw new InvalidOperationException(
                $"MapBridge<{hub}>(): nothing says which methods of {hub} legacy clients reach. Write AddBridge(bridge => "
                + $"bridge.ForHub<{hub}>(hub => hub.OnSubscribe(nameof({hub}.METHOD)))), or put [PusherSubscribe] on the method.");
        }

        RouteGroupBuilder group = endpoints.MapGroup(string.Empty);
        foreach (IDialectEndpoints dialect in endpoints.ServiceProvider.GetServices<IDialectEndpoints>())
        {
            dialect.Map<THub>(group);
        }

        return group;
    }
}
