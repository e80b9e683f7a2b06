// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>An event to be published on a channel.</summary>
public sealed record ChannelEvent
{
    /// <summary>The hub group of the channel: its name with the prefix of its namespace. On a hub that maps groups to
    /// channels of other names (<c>MapGroups</c>) it is that name, not the group's. A group of the form
    /// <c>{prefix}#server-to-user-{id}</c> means every connection of that user, subscribed or not.</summary>
    public required string Group { get; init; }

    /// <summary>The event's name.</summary>
    public required string Name { get; init; }

    /// <summary>The event's data.</summary>
    public required EventData Data { get; init; }

    /// <summary>The socket id (or connection id) of the one connection that does not get the event, or null.</summary>
    public string? ExceptSocketId { get; init; }

    /// <summary>The user who sent a client event on a presence channel, or null.</summary>
    public string? UserId { get; init; }

    /// <summary>Whether a client sent it. Client events are not kept by cache channels.</summary>
    public bool IsClientEvent { get; init; }

    /// <summary>Whether it came in from another service that the app's events are mirrored to. It is not sent back there.</summary>
    public bool IsMirrored { get; init; }
}
