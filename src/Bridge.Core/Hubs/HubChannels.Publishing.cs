// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.Groups;
using Bridge.Core.Presence;

namespace Bridge.Core.Hubs;

/// <content>Publishing of channel events.</content>
internal abstract partial class HubChannels
{
    private static readonly ChannelSettings DefaultSettings = new();

    public ValueTask PublishAsync(ChannelEvent channelEvent, CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < _publicationObservers.Count; i++)
        {
            _publicationObservers[i].OnPublished(_hubType, channelEvent);
        }

        string name = channelEvent.Group;
        ChannelNamespace? space = Namespaces.Find(name);
        string channel = space?.ChannelOf(name) ?? name;
        ChannelKind kind = ChannelName.KindOf(channel);
        string group = (kind & ChannelKind.User) != 0 ? name : Map.Names.GroupOf(name) ?? name;
        var message = new ChannelEventMessage(group, channel, channelEvent.Name, channelEvent.Data, channelEvent.UserId);

        if ((kind & ChannelKind.User) != 0)
        {
            string userId = (space?.Prefix ?? string.Empty) + channel[ChannelName.UserPrefix.Length..];
            SendToUser(userId, Encode(message, channel), EventOf(channelEvent));
            return ValueTask.CompletedTask;
        }

        bool isKept = (kind & ChannelKind.Cache) != 0 && !channelEvent.IsClientEvent;
        if (!isKept && _backplane is null && !Registry.TryFindGroup(group, out _))
        {
            // Nobody is there to hear it.
            return ValueTask.CompletedTask;
        }

        object? except = channelEvent.ExceptSocketId is { } socketId ? Registry.Find(socketId) : null;
        EncodedMessage encoded = Encode(message, channel);
        string[] excluded = channelEvent.ExceptSocketId is { } id ? [id] : [];
        BackplanePublication? forward = Forward(BackplaneAddress.Group(group), encoded, excluded, EventOf(channelEvent));
        var publication = new Publication(encoded, except, forward);
        if (isKept)
        {
            var last = new CachedEvent(channelEvent.Name, channelEvent.Data.StringToken);
            TimeSpan lifetime = (space?.Settings ?? DefaultSettings).CacheLifetime;
            return State.PublishCachedAsync(group, last, lifetime, publication, cancellationToken);
        }

        Deliver(group, publication, version: 0);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends to every connection of a user, once each.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="message">The message.</param>
    /// <param name="details">What belongs to an event of a channel, or null.</param>
    public void SendToUser(string userId, EncodedMessage message, BackplaneEvent? details = null)
    {
        BackplanePublication? forward = Forward(BackplaneAddress.User(userId), message, [], details);
        DeliverToUser(userId, message);
        forward?.Send();
    }

    /// <summary>Sends to the members of a group.</summary>
    /// <param name="groupName">The group.</param>
    /// <param name="methodName">The client method.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="excludedConnectionIds">Those that don't get it.</param>
    public void SendToGroup(string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds)
    {
        bool isHere = Registry.TryFindGroup(groupName, out LocalGroup? group);
        if (!isHere && _backplane is null)
        {
            return;
        }

        var message = new ChannelInvocationMessage(groupName, methodName, args);
        EncodedMessage encoded = Encode(message, group?.Channel ?? ChannelOf(groupName));
        BackplanePublication? forward = Forward(BackplaneAddress.Group(groupName), encoded, excludedConnectionIds, details: null);
        Deliver(groupName, new Publication(encoded, Exclusion.Of(Registry, excludedConnectionIds), forward), version: 0);
    }

    /// <summary>Sends to every connection.</summary>
    /// <param name="message">The message.</param>
    /// <param name="excludedConnectionIds">Those that don't get it.</param>
    public void SendToAll(EncodedMessage message, IReadOnlyList<string> excludedConnectionIds)
    {
        BackplanePublication? forward = Forward(BackplaneAddress.All, message, excludedConnectionIds, details: null);
        Registry.Everybody.Publish(message, Exclusion.Of(Registry, excludedConnectionIds), version: 0, forward);
    }

    /// <summary>Sends to one connection, wherever it is.</summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="message">The message.</param>
    public void SendToConnection(string connectionId, EncodedMessage message)
    {
        if (Registry.Find(connectionId) is { } member)
        {
            member.Deliver(message);
        }
        else
        {
            Forward(BackplaneAddress.Connection(connectionId), message, [], details: null)?.Send();
        }
    }

    private static BackplaneEvent EventOf(ChannelEvent channelEvent) => new(channelEvent.Data.IsTextOfJson, channelEvent.UserId);

    private void DeliverToUser(string userId, EncodedMessage message)
    {
        foreach (HubMember member in Registry.Users.Find(userId))
        {
            member.Deliver(message);
        }
    }

    private void Deliver(string group, Publication publication, long version)
    {
        if (Registry.TryFindGroup(group, out LocalGroup? local))
        {
            local.Publish(publication.Message, publication.Except, version, publication.Forward);
        }
        else
        {
            publication.Forward?.Send();
        }
    }

    /// <summary>What goes through the shared state and comes back to be delivered.</summary>
    private sealed record Publication(EncodedMessage Message, object? Except, BackplanePublication? Forward);
}
