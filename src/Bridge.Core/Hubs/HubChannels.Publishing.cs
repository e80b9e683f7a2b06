// Licensed under the MIT License. See LICENSE in the repository root.

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
        string name = channelEvent.Group;
        ChannelNamespace? space = Namespaces.Find(name);
        string channel = space?.ChannelOf(name) ?? name;
        ChannelKind kind = ChannelName.KindOf(channel);
        string group = (kind & ChannelKind.User) != 0 ? name : Map.Names.GroupOf(name) ?? name;
        var message = new ChannelEventMessage(group, channel, channelEvent.Name, channelEvent.Data, channelEvent.UserId);

        if ((kind & ChannelKind.User) != 0)
        {
            SendToUser((space?.Prefix ?? string.Empty) + channel[ChannelName.UserPrefix.Length..], Encode(message, channel));
            return ValueTask.CompletedTask;
        }

        object? except = channelEvent.ExceptSocketId is { } socketId ? Registry.Find(socketId) : null;
        var publication = new Publication(Encode(message, channel), except);
        if ((kind & ChannelKind.Cache) != 0 && !channelEvent.IsClientEvent)
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
    public void SendToUser(string userId, EncodedMessage message)
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
            local.Publish(publication.Message, publication.Except, version);
        }
    }

    /// <summary>What goes through the shared state and comes back to be delivered.</summary>
    private sealed record Publication(EncodedMessage Message, object? Except);
}
