// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Mapping;

/// <summary>The methods of a hub as SignalR sees them.</summary>
/// <param name="hubType">The hub.</param>
/// <param name="services">Knows which types come from the container; null when parameters do not, unless they say so.</param>
internal sealed class HubMethods(Type hubType, IServiceProviderIsService? services)
{
    /// <summary>The methods that clients can call.</summary>
    public IReadOnlyList<MethodInfo> All { get; } =
        [.. hubType.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(IsHubMethod)];

    /// <summary>The methods of a name.</summary>
    /// <param name="name">The name in C# or the one that clients use.</param>
    public MethodInfo[] Find(string name) =>
        [.. All.Where(method => string.Equals(method.Name, name, StringComparison.Ordinal)
            || string.Equals(TargetOf(method), name, StringComparison.OrdinalIgnoreCase))];

    /// <summary>The name that clients use.</summary>
    /// <param name="method">The method.</param>
    public static string TargetOf(MethodInfo method) => method.GetCustomAttribute<HubMethodNameAttribute>()?.Name ?? method.Name;

    /// <summary>The parameters that the client gives.</summary>
    /// <param name="method">The method.</param>
    public IEnumerable<ParameterInfo> ParametersOf(MethodInfo method) =>
        method.GetParameters().Where(parameter => !IsFromContainer(parameter));

    /// <summary>Whether a type is a stream: what legacy clients can neither send nor receive.</summary>
    /// <param name="type">A parameter's or a return type.</param>
    public static bool IsStream(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() is { } open)
        {
            if (open == typeof(Task<>) || open == typeof(ValueTask<>))
            {
                return IsStream(type.GetGenericArguments()[0]);
            }

            if (open == typeof(IAsyncEnumerable<>) || open == typeof(System.Threading.Channels.ChannelReader<>))
            {
                return true;
            }
        }

        return Array.Exists(
            type.GetInterfaces(), contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
            || (type.BaseType is { } parent && IsStream(parent));
    }

    private static bool IsHubMethod(MethodInfo method)
    {
        Type declaring = method.GetBaseDefinition().DeclaringType!;
        Type open = declaring.IsGenericType ? declaring.GetGenericTypeDefinition() : declaring;
        return !method.IsSpecialName && open != typeof(object) && open != typeof(Hub) && open != typeof(Hub<>);
    }

    private bool IsFromContainer(ParameterInfo parameter) =>
        parameter.GetCustomAttributes().Any(attribute => attribute is IFromServiceMetadata or FromKeyedServicesAttribute)
        || services?.IsService(parameter.ParameterType) == true;
}
