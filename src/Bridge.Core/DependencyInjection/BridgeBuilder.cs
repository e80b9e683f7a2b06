// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Bridge.Core.DependencyInjection;

/// <summary>Adds dialects to the bridge, and rules for its channels.</summary>
public sealed class BridgeBuilder
{
    internal BridgeBuilder(IServiceCollection services) => Services = services;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services { get; }

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
