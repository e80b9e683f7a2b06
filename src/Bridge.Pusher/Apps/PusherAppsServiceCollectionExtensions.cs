// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Pusher.Authorization;
using Bridge.Pusher.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Apps;

/// <summary>Registers the apps and what stands on them.</summary>
internal static class PusherAppsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the validated <see cref="PusherOptions"/>, the app store, the namespaces and the channel authorizer. The caller binds or fills the options.
    /// </summary>
    public static IServiceCollection AddPusherApps(this IServiceCollection services)
    {
        services.AddOptions<PusherOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PusherOptions>, PusherOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IPusherAppStore, OptionsPusherAppStore>();
        services.TryAddSingleton<PusherChannelNamespaces>();
        services.TryAddSingleton<IChannelNamespaces>(provider => provider.GetRequiredService<PusherChannelNamespaces>());
        services.TryAddSingleton<IPusherUserProvider, ClaimsUserProvider>();
        services.TryAddSingleton<IChannelAuthorizer, PusherChannelAuthorizer>();
        return services;
    }
}
