// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;
using Bridge.Core.Hubs;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Mapping;

/// <summary>Makes the map of one hub, of what <c>ForHub</c> and the attributes of the hub say.</summary>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed class HubMapSource<THub>
    where THub : Hub
{
    /// <summary>Made by the container.</summary>
    /// <param name="mappings">The calls of <c>ForHub</c>.</param>
    /// <param name="services">Knows which types come from the container.</param>
    /// <param name="hubOptions">SignalR's options.</param>
    /// <param name="options">SignalR's options for this hub.</param>
    /// <param name="json">The app's JSON.</param>
    /// <exception cref="OptionsValidationException">The mapping does not fit the hub.</exception>
    public HubMapSource(
        IEnumerable<HubMapping<THub>> mappings,
        IServiceProviderIsService services,
        IOptions<HubOptions> hubOptions,
        IOptions<HubOptions<THub>> options,
        HubJson json)
    {
        if (typeof(ChannelHub).IsAssignableFrom(typeof(THub)))
        {
            Map = ChannelHubMap.Instance;
            return;
        }

        bool implicitServices = !hubOptions.Value.DisableImplicitFromServicesParameters && !options.Value.DisableImplicitFromServicesParameters;
        var builder = new HubMapBuilder(typeof(THub));
        ApplyAttributes(builder);
        foreach (HubMapping<THub> mapping in mappings)
        {
            builder.IsDeclared = true;
            mapping.Configure(builder);
        }

        var compiler = new HubMapCompiler(builder, new HubMethods(typeof(THub), implicitServices ? services : null), json);
        HubMap map = compiler.Compile();
        Map = compiler.Errors.Count == 0 ? map : throw new OptionsValidationException(typeof(THub).Name, typeof(THub), compiler.Errors);
    }

    /// <summary>The map.</summary>
    public HubMap Map { get; }

    private static void ApplyAttributes(HubMapBuilder builder)
    {
        Apply(builder, typeof(THub), null);
        foreach (MethodInfo method in typeof(THub).GetMethods(BindingFlags.Public | BindingFlags.Instance))
        {
            Apply(builder, method, method);
        }
    }

    private static void Apply(HubMapBuilder builder, MemberInfo member, MethodInfo? method)
    {
        foreach (IHubMapping mapping in member.GetCustomAttributes().OfType<IHubMapping>())
        {
            builder.IsDeclared = true;
            mapping.Apply(builder, method);
        }
    }
}
