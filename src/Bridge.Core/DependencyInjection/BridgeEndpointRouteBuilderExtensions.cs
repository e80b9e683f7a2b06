// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.DependencyInjection;
using Bridge.Core.Hubs;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of the bridge.</summary>
public static class BridgeEndpointRouteBuilderExtensions
{
    /// <summary>Maps the endpoints of every dialect that was added, onto one hub. The hub itself is mapped with <c>MapHub</c>.</summary>
    /// <typeparam name="THub">The hub that owns the channels.</typeparam>
    /// <param name="endpoints">Where to.</param>
    /// <returns>A builder for conventions that hold for all of these endpoints.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBridge</c> was not called, another hub lifetime manager was registered after it, nothing maps the hub, or there is no dialect.</exception>
    /// <exception cref="OptionsValidationException">The mapping does not fit the hub; all errors at once.</exception>
    public static IEndpointConventionBuilder MapBridge<THub>(this IEndpointRouteBuilder endpoints)
        where THub : Hub
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        LifetimeManagerCheck.Verify<THub>(endpoints.ServiceProvider);
        string hub = typeof(THub).Name;
        HubMap map = endpoints.ServiceProvider.GetRequiredService<HubMapSource<THub>>().Map;
        if (!map.IsDeclared)
        {
            throw new InvalidOperationException(
                $"MapBridge<{hub}>(): nothing says which methods of {hub} legacy clients reach. Write AddBridge(bridge => "
                + $"bridge.ForHub<{hub}>(hub => hub.OnSubscribe(nameof({hub}.METHOD)))), or put [PusherSubscribe] on the method.");
        }

        IDialectEndpoints[] dialects = [.. endpoints.ServiceProvider.GetServices<IDialectEndpoints>()];
        if (dialects.Length == 0)
        {
            throw new InvalidOperationException(
                $"MapBridge<{hub}>(): no dialect was added, so no legacy client could connect. Write AddBridge(bridge => bridge.AddPusher(...)).");
        }

        if (EventNames.ProblemsOf(map, hub, dialects) is { Count: > 0 } problems)
        {
            throw new OptionsValidationException(hub, typeof(THub), problems);
        }

        RouteGroupBuilder group = endpoints.MapGroup(string.Empty);
        foreach (IDialectEndpoints dialect in dialects)
        {
            dialect.Map<THub>(group);
        }

        return group;
    }
}
