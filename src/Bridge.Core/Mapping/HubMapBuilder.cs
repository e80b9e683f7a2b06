// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Mapping;

/// <summary>
/// Says which methods and groups of a hub stand behind the channels and events of legacy clients (docs/mapping.md). What
/// does not fit the hub is refused when the app starts, all of it at once.
/// </summary>
/// <remarks>
/// <para>
/// Parameters named <c>channel</c>, <c>event</c> and <c>data</c> get these; the others are found in the data by name,
/// else by position. Where that is not what is wanted, list the arguments: <c>"channel"</c>, <c>"event"</c>, <c>"data"</c>
/// or <c>"data.NAME"</c>, one for each parameter that clients give.
/// </para>
/// <para>Parameters that come from the container take no part, as for native clients.</para>
/// </remarks>
public sealed class HubMapBuilder
{
    internal HubMapBuilder(Type hubType) => HubType = hubType;

    /// <summary>The hub.</summary>
    public Type HubType { get; }

    internal List<MethodDeclaration> Subscribes { get; } = [];

    internal List<MethodDeclaration> Unsubscribes { get; } = [];

    internal List<(string Event, MethodDeclaration Method)> ClientEvents { get; } = [];

    internal List<ServerEvent> ServerEvents { get; } = [];

    internal GroupNames Names { get; private set; } = GroupNames.Same;

    internal bool IsDeclared { get; set; }

    /// <summary>
    /// The method that a subscription invokes. It joins the channel's group: a method that returns without having joined
    /// it, or fails, refuses the subscription.
    /// </summary>
    /// <param name="method">The hub method. Its first text parameter is the channel; others come from <c>channel_data</c>.</param>
    /// <param name="arguments">What its parameters get; none: found by name and position.</param>
    public HubMapBuilder OnSubscribe(string method, params string[] arguments)
    {
        Subscribes.Add(new MethodDeclaration(method, arguments));
        return this;
    }

    /// <summary>
    /// The method that the end of a subscription invokes. Without one the bridge takes the connection out of the group.
    /// </summary>
    /// <param name="method">The hub method. Its first text parameter is the channel.</param>
    /// <param name="arguments">What its parameters get; none: found by name and position.</param>
    public HubMapBuilder OnUnsubscribe(string method, params string[] arguments)
    {
        Unsubscribes.Add(new MethodDeclaration(method, arguments));
        return this;
    }

    /// <summary>The method that an event of a client invokes.</summary>
    /// <param name="eventName">The event's name; those of Pusher clients begin with <c>client-</c>.</param>
    /// <param name="method">The hub method.</param>
    /// <param name="arguments">What its parameters get; none: found by name and position.</param>
    public HubMapBuilder OnClientEvent(string eventName, string method, params string[] arguments)
    {
        ClientEvents.Add((eventName, new MethodDeclaration(method, arguments)));
        return this;
    }

    /// <summary>The event that legacy clients get when the hub calls a client method; without it the event has the method's name.</summary>
    /// <param name="target">The client method, as in <c>SendAsync(target, ...)</c> or the interface of a <c>Hub&lt;T&gt;</c>.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="members">
    /// The names of the arguments in the event's data, which is an object then. None: the data is the one argument, or an array of all.
    /// </param>
    public HubMapBuilder OnServerEvent(string target, string eventName, params string[] members)
    {
        ServerEvents.Add(new ServerEvent(target, eventName, members));
        return this;
    }

    /// <summary>Names groups and channels after each other by what they begin with. Hub methods are given what is left without it.</summary>
    /// <example>With <c>MapGroups("private-", "room-")</c> the channel <c>private-a</c> is the group <c>room-a</c>, and methods get <c>a</c>.</example>
    /// <param name="channelPrefix">What channels begin with; a channel that does not is refused.</param>
    /// <param name="groupPrefix">What groups begin with; events of a group that does not are on no channel.</param>
    public HubMapBuilder MapGroups(string channelPrefix, string groupPrefix)
    {
        ArgumentNullException.ThrowIfNull(channelPrefix);
        ArgumentNullException.ThrowIfNull(groupPrefix);
        Names = GroupNames.WithPrefixes(channelPrefix, groupPrefix);
        return this;
    }

    /// <summary>Names groups and channels after each other. Hub methods are given the channel.</summary>
    /// <param name="groupOf">The group of a channel, or null for a channel that the hub has not. Each the other's inverse.</param>
    /// <param name="channelOf">The channel of a group, or null for a group that is no channel.</param>
    public HubMapBuilder MapGroups(Func<string, string?> groupOf, Func<string, string?> channelOf)
    {
        ArgumentNullException.ThrowIfNull(groupOf);
        ArgumentNullException.ThrowIfNull(channelOf);
        Names = new GroupNames(groupOf, channelOf, static channel => channel);
        return this;
    }
}
