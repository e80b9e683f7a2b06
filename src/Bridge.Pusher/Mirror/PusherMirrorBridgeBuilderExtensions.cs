// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.DependencyInjection;
using Bridge.Pusher.Mirror;
using Bridge.Pusher.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Runs an app on this server and on another Pusher service at the same time.</summary>
public static class PusherMirrorBridgeBuilderExtensions
{
    /// <summary>
    /// Forwards what is published here, over REST, by <see cref="IChannelPublisher"/> and by clients, to another service that speaks Pusher's
    /// protocol, so that clients can move one by one, and back. Delivery here never waits for it. For the other direction,
    /// map <c>MapPusherMirrorWebhooks</c>.
    /// </summary>
    /// <param name="bridge">The bridge, with <c>AddPusher</c> called.</param>
    /// <param name="configure">Says which services.</param>
    /// <returns>The builder, for chaining.</returns>
    public static BridgeBuilder AddPusherMirror(this BridgeBuilder bridge, Action<PusherMirrorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        ArgumentNullException.ThrowIfNull(configure);
        IServiceCollection services = bridge.Services;
        services.AddOptions<PusherMirrorOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PusherMirrorOptions>, PusherMirrorOptionsValidator>());
        services.AddHttpClient(MirrorSender.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(WebhookSender.CreateHandler)
            .RemoveAllLoggers();
        services.TryAddSingleton<MirrorMetrics>();
        services.TryAddSingleton<MirrorSender>();
        services.TryAddSingleton<MirrorContext>();
        services.TryAddSingleton<MirrorWebhookEndpoint>();
        services.TryAddSingleton<MirrorForwarder>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelPublicationObserver, MirrorForwarder>(
            provider => provider.GetRequiredService<MirrorForwarder>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MirrorForwarder>(
            provider => provider.GetRequiredService<MirrorForwarder>()));
        return bridge;
    }
}
