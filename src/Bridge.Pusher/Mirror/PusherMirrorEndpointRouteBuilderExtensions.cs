// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Pusher.Mirror;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps where other services tell of their client events.</summary>
public static class PusherMirrorEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Takes in the webhooks of the services of <c>AddPusherMirror</c>: their client events are published on the channels of
    /// <typeparamref name="THub"/>, each webhook once, and never sent back. A wrong signature is 401.
    /// </summary>
    /// <typeparam name="THub">The hub that owns the channels.</typeparam>
    /// <param name="endpoints">Where to.</param>
    /// <param name="pattern">The path, for example <c>/mirror/webhooks</c>.</param>
    /// <returns>The endpoint's conventions.</returns>
    /// <exception cref="InvalidOperationException"><c>AddPusherMirror</c> was not called.</exception>
    public static IEndpointConventionBuilder MapPusherMirrorWebhooks<THub>(this IEndpointRouteBuilder endpoints, string pattern)
        where THub : Hub
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        MirrorWebhookEndpoint endpoint = endpoints.ServiceProvider.GetService<MirrorWebhookEndpoint>()
            ?? throw new InvalidOperationException("MapPusherMirrorWebhooks needs the services of the mirror: call AddPusherMirror(...) in AddBridge.");
        IChannelPublisher publisher = endpoints.ServiceProvider.GetRequiredService<IChannelPublisher<THub>>();
        return endpoints.MapPost(pattern, (HttpContext context) => endpoint.HandleAsync(context, publisher));
    }
}
