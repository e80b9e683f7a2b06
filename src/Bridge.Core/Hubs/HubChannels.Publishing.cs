// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.Groups;
using Bridge.Core.History;
using Bridge.Core.Presence;
using Microsoft.AspNetCore.SignalR.Protocol;

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
        LocalGroup? local = Registry.FindGroup(group);
        HistoryLimits? history = HistoryOf(local, group);
        if (!isKept && history is null && _backplane is null && local is null)
        {
            // Nobody is there to hear it.
            return ValueTask.CompletedTask;
        }

        object? except = channelEvent.ExceptSocketId is { } socketId ? Registry.Find(socketId) : null;
        EncodedMessage encoded = Encode(message, channel);
        string[] excluded = channelEvent.ExceptSocketId is { } id ? [id] : [];
        BackplaneMessage? outgoing = OutgoingOf(encoded, excluded, EventOf(channelEvent), history);
        var publication = new Publication(message, encoded, except, outgoing, history);
        if (isKept)
        {
            var last = new CachedEvent(channelEvent.Name, channelEvent.Data.StringToken);
            TimeSpan lifetime = (space?.Settings ?? DefaultSettings).CacheLifetime;
            return State.PublishCachedAsync(group, last, lifetime, publication, cancellationToken);
        }

        return new ValueTask(DeliverAsync(local, group, publication, version: 0));
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
    public Task SendToGroupAsync(string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds)
    {
        LocalGroup? group = Registry.FindGroup(groupName);
        HistoryLimits? history = HistoryOf(group, groupName);
        if (group is null && history is null && _backplane is null)
        {
            return Task.CompletedTask;
        }

        var message = new ChannelInvocationMessage(groupName, methodName, args);
        EncodedMessage encoded = Encode(message, group?.Channel ?? ChannelOf(groupName));
        object? except = Exclusion.Of(Registry, excludedConnectionIds);
        BackplaneMessage? outgoing = OutgoingOf(encoded, excludedConnectionIds, details: null, history);
        if (history is not null)
        {
            // It is delivered later, and the arguments are the sender's: by then they may have changed.
            encoded = new RemoteMessage(outgoing!, groupName, group?.Channel ?? ChannelOf(groupName), Map, _remoteReader);
        }

        return DeliverAsync(group, groupName, new Publication(message, encoded, except, outgoing, history), version: 0);
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

    /// <summary>What the other nodes and the history get; null where there are none. What can't be serialised fails here, at the sender.</summary>
    private BackplaneMessage? OutgoingOf(
        EncodedMessage message, IReadOnlyList<string> excludedConnectionIds, BackplaneEvent? details, HistoryLimits? history) =>
        _backplane is null && history is null ? null : new BackplaneMessage
        {
            Payloads = PayloadsOf(message),
            ExcludedConnectionIds = excludedConnectionIds,
            Event = details,
        };

    private Task DeliverAsync(LocalGroup? local, string group, Publication publication, long version)
    {
        BackplaneMessage? outgoing = version == 0 ? publication.Outgoing : publication.Outgoing?.At(version);
        if (publication.History is { } limits)
        {
            var own = new HistoryPublication(publication.Message, publication.Encoded, publication.Except, version);
            return _history!.Store.AppendAsync(group, limits, outgoing!, own);
        }

        BackplanePublication? forward = outgoing is null ? null : new BackplanePublication(_backplane!, BackplaneAddress.Group(group), outgoing);
        if (local is not null)
        {
            local.Publish(publication.Encoded, publication.Except, version, forward);
        }
        else
        {
            forward?.Send();
        }

        return Task.CompletedTask;
    }

    /// <summary>What may go through the shared state, and comes back to be delivered.</summary>
    private sealed record Publication(
        InvocationMessage Message, EncodedMessage Encoded, object? Except, BackplaneMessage? Outgoing, HistoryLimits? History);
}
