// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;
using Bridge.Core.Mapping;

namespace Bridge.Pusher.Mapping;

/// <summary>The hub method that an event of a Pusher client invokes; see <see cref="HubMapBuilder.OnClientEvent"/>.</summary>
/// <param name="eventName">The event's name, which begins with <c>client-</c>.</param>
/// <param name="arguments">What its parameters get; none: found by name and position.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class PusherClientEventAttribute(string eventName, params string[] arguments) : Attribute, IHubMapping
{
    /// <summary>The event's name.</summary>
    public string EventName { get; } = eventName;

    /// <summary>What the method's parameters get; empty: found by name and position.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;

    void IHubMapping.Apply(HubMapBuilder map, MethodInfo? method) => map.OnClientEvent(EventName, method!.Name, [.. Arguments]);
}
