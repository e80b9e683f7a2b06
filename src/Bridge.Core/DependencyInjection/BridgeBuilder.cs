// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.History;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Bridge.Core.DependencyInjection;

/// <summary>Adds dialects to the bridge, hubs that were there before it, and rules for its channels.</summary>
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

    /// <summary>Gives channels a history: their latest messages are kept for clients and nodes that missed some (docs/specs/history.md).</summary>
    /// <param name="channelPrefix">
    /// What the names of the channels begin with, with the group prefix of their app in front when it has one; empty for all channels.
    /// </param>
    /// <param name="size">The messages that are kept of each channel, 1 to 10,000.</param>
    /// <param name="seconds">How long each of them is kept, 1 to 604,800 seconds.</param>
    /// <returns>The builder, for chaining.</returns>
    /// <remarks>Values out of range are reported when the app starts.</remarks>
    public BridgeBuilder AddHistory(string channelPrefix, int size = 100, int seconds = 300)
    {
        ArgumentNullException.ThrowIfNull(channelPrefix);
        Services.Configure<HistoryOptions>(options =>
            options.Rules.Add(new HistoryRule { ChannelPrefix = channelPrefix, Size = size, Seconds = seconds }));
        return this;
    }

    /// <summary>Says by policies of ASP.NET Core which users may join some channels.</summary>
    /// <param name="pattern">
    /// The channel, or the beginning of several with <c>*</c> behind it, for example <c>private-orders-*</c>; with the group
    /// prefix of its app in front when the app has one.
    /// </param>
    /// <returns>A builder that takes the policies.</returns>
    /// <exception cref="ArgumentException">The pattern is empty or has a <c>*</c> elsewhere than at its end.</exception>
    public ChannelPolicyBuilder Channels(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (!ChannelPolicy.IsPattern(pattern))
        {
            throw new ArgumentException($"The pattern '{pattern}' must not be empty and may have a '*' only at its end.", nameof(pattern));
        }

        Services.AddAuthorization();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ChannelPolicyCheck>());
        return new ChannelPolicyBuilder(Services, pattern);
    }
}
