// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures SockJS services.</summary>
public static class SockJSServiceCollectionExtensions
{
    /// <summary>
    /// Sets how SockJS services behave that are mapped without options of their own. Errors in them are told when the
    /// server starts; they name the keys of the section <c>Bridge:SockJS</c>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The services, for chaining.</returns>
    public static IServiceCollection AddSockJS(this IServiceCollection services, Action<SockJSOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<SockJSOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SockJSOptions>, SockJSOptionsValidator>());
        return services;
    }
}
