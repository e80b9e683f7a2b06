// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Draining;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what empties a node before it ends.</summary>
internal static class DrainServiceCollectionExtensions
{
    /// <summary>Adds the drain, and has the console's signals begin it.</summary>
    public static void AddDrain(this IServiceCollection services)
    {
        services.AddOptions<DrainOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DrainOptions>, DrainOptionsValidator>());
        services.AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>(
            static (host, drain) => host.ShutdownTimeout = TimeSpan.FromSeconds(drain.Value.Seconds));
        services.TryAddSingleton<NodeDrain>();
        services.TryAddSingleton<INodeDrain>(provider => provider.GetRequiredService<NodeDrain>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, NodeDrain>(provider => provider.GetRequiredService<NodeDrain>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, DrainingHubs>());

        // Hosts of another kind, such as systemd's and Windows services, stop the app at once; the drain then begins with its end.
        if (services.LastOrDefault(service => service.ServiceType == typeof(IHostLifetime))?.ImplementationType == typeof(ConsoleLifetime))
        {
            services.Replace(ServiceDescriptor.Singleton(DrainFirst.CreateConsole));
        }
    }
}
