// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;
using Bridge.Core.Mapping;

namespace Bridge.Pusher.Mapping;

/// <summary>The hub method that the end of a Pusher subscription invokes; see <see cref="HubMapBuilder.OnUnsubscribe"/>.</summary>
/// <param name="arguments">What its parameters get; none: found by name and position.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PusherUnsubscribeAttribute(params string[] arguments) : Attribute, IHubMapping
{
    /// <summary>What the method's parameters get; empty: found by name and position.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;

    void IHubMapping.Apply(HubMapBuilder map, MethodInfo? method) => map.OnUnsubscribe(method!.Name, [.. Arguments]);
}
