// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Frozen;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Mapping;

/// <summary>Which methods and groups of a hub stand behind the channels and events of legacy clients. Never changes.</summary>
internal sealed class HubMap
{
    /// <summary>A hub that nothing is mapped onto.</summary>
    public static HubMap Empty { get; } = new();

    /// <summary>Whether the app, or the hub itself, says how it is mapped.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>Joins the group of a channel; null when clients can't subscribe by themselves.</summary>
    public MappedMethod? Subscribe { get; init; }

    /// <summary>Leaves the group of a channel; null when the bridge itself takes the connection out of the group.</summary>
    public MappedMethod? Unsubscribe { get; init; }

    /// <summary>The methods of events that clients send.</summary>
    public FrozenDictionary<string, MappedMethod> ClientEvents { get; init; } = FrozenDictionary<string, MappedMethod>.Empty;

    /// <summary>The method of all other events that clients send, or null.</summary>
    public MappedMethod? OtherClientEvents { get; init; }

    /// <summary>The client methods that go by another name to legacy clients.</summary>
    public FrozenDictionary<string, MappedEvent> ServerEvents { get; init; } = FrozenDictionary<string, MappedEvent>.Empty;

    /// <summary>The same by the name that legacy clients know; of several the first that the app declares.</summary>
    public FrozenDictionary<string, MappedEvent> ServerEventsByName { get; init; } = FrozenDictionary<string, MappedEvent>.Empty;

    public GroupNames Names { get; init; } = GroupNames.Same;

    /// <summary>A hub's message as legacy clients are to hear it.</summary>
    /// <param name="message">What the hub sends.</param>
    public InvocationMessage ForDialects(InvocationMessage message) =>
        ServerEvents.TryGetValue(message.Target, out MappedEvent? known) ? known.ForDialects(message) : message;

    /// <summary>The event that legacy clients know a client method by.</summary>
    /// <param name="target">The client method.</param>
    public string EventOf(string target) => ServerEvents.TryGetValue(target, out MappedEvent? known) ? known.Name : target;
}
