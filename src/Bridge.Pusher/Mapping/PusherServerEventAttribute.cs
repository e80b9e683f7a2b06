// Licensed under the MIT License. See LICENSE in the repository root.

using System.Reflection;
using Bridge.Core.Mapping;

namespace Bridge.Pusher.Mapping;

/// <summary>The event that Pusher clients get when the hub calls a client method; see <see cref="HubMapBuilder.OnServerEvent"/>.</summary>
/// <param name="target">The client method.</param>
/// <param name="eventName">The event's name.</param>
/// <param name="members">The names of the arguments in the event's data; none: the data is the one argument, or an array of all.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PusherServerEventAttribute(string target, string eventName, params string[] members) : Attribute, IHubMapping
{
    /// <summary>The client method.</summary>
    public string Target { get; } = target;

    /// <summary>The event's name.</summary>
    public string EventName { get; } = eventName;

    /// <summary>The names of the arguments in the event's data.</summary>
    public IReadOnlyList<string> Members { get; } = members;

    void IHubMapping.Apply(HubMapBuilder map, MethodInfo? method) => map.OnServerEvent(Target, EventName, [.. Members]);
}
