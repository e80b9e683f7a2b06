// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Groups;
using Bridge.Core.Presence;
using Bridge.Core.Users;

namespace Bridge.Core.Hubs;

/// <content>What the shared state reports, made into events.</content>
internal abstract partial class HubChannels : IChannelObserver, IUserObserver
{
    private static readonly JsonWriterOptions NewsOptions = new() { Encoder = RelaxedJson.Options.Encoder };

    void IChannelObserver.OnMemberAdded(string group, PresenceMember member, string connectionId, long version) =>
        Announce(group, ChannelNews.MemberAdded, version, Registry.Find(connectionId), member, static (member, json) =>
        {
            json.WriteString("user_id"u8, member.UserId);
            if (member.UserInfo is not null)
            {
                json.WritePropertyName("user_info"u8);
                json.WriteRawValue(member.UserInfo, skipInputValidation: true);
            }
        });

    void IChannelObserver.OnMemberRemoved(string group, string userId, long version) =>
        Announce(group, ChannelNews.MemberRemoved, version, null, userId, static (userId, json) => json.WriteString("user_id"u8, userId));

    void IChannelObserver.OnSubscriptionCount(string group, int count, long version) =>
        Announce(group, ChannelNews.SubscriptionCount, version, null, count, static (count, json) => json.WriteNumber("subscription_count"u8, count));

    void IChannelObserver.OnPublished(string group, object publication, long version)
    {
        // Who published it waits for the shared state alone.
        _ = DeliverAsync(Registry.FindGroup(group), group, (Publication)publication, version);
    }

    void IChannelObserver.OnActivity(in ChannelActivity activity) => Report(activity);

    void IUserObserver.OnWatchlistEvents(string connectionId, IReadOnlyList<string> online, IReadOnlyList<string> offline)
    {
        if (Registry.Find(connectionId) is not { User: not null } member)
        {
            return;
        }

        EventData data = ObjectOf((online, offline, prefix: PrefixOf(member)), static (news, json) =>
        {
            json.WriteStartArray("events"u8);
            WriteWatchlistEvent(json, "online"u8, news.online, news.prefix);
            WriteWatchlistEvent(json, "offline"u8, news.offline, news.prefix);
            json.WriteEndArray();
        });
        member.Deliver(Encode(News(string.Empty, ChannelNews.WatchlistEvents, data), channel: null));
    }

    void IUserObserver.OnTerminated(string userId)
    {
        foreach (HubMember member in Registry.Users.Find(userId))
        {
            member.Connection.Abort();
        }
    }

    /// <summary>Tells what happened on a channel that reports it.</summary>
    /// <param name="activity">What happened.</param>
    public void Report(in ChannelActivity activity)
    {
        foreach (IChannelActivityObserver observer in _activityObservers)
        {
            observer.OnActivity(_hubType, activity);
        }
    }

    /// <summary>What a subscriber of a cache channel gets when there is no last event.</summary>
    /// <param name="group">The hub group.</param>
    public EncodedMessage CacheMiss(string group)
    {
        ChannelEventMessage news = News(group, ChannelNews.CacheMiss, EventData.EmptyObject);
        return Encode(news, news.Channel);
    }

    private static void WriteWatchlistEvent(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> userIds, int prefix)
    {
        if (userIds.Count == 0)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteStartArray("user_ids"u8);
        foreach (string userId in userIds)
        {
            json.WriteStringValue(userId.AsSpan(prefix));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The length of the namespace's prefix in the ids of the users that a signed-in connection watches.</summary>
    private static int PrefixOf(HubMember member) => member.UserId!.Length - member.User!.UserId.Length;

    private static EventData ObjectOf<TState>(TState state, Action<TState, Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer, NewsOptions))
        {
            json.WriteStartObject();
            writeMembers(state, json);
            json.WriteEndObject();
        }

        return EventData.FromJson(buffer.WrittenSpan);
    }

    private ChannelEventMessage News(string group, string name, EventData data) =>
        new(group, ChannelOf(group) ?? group, name, data, userId: null, isNews: true);

    private void Announce<TState>(
        string group, string name, long version, object? except, TState state, Action<TState, Utf8JsonWriter> writeMembers)
    {
        if (Registry.TryFindGroup(group, out LocalGroup? local))
        {
            ChannelEventMessage news = News(group, name, ObjectOf(state, writeMembers));
            local.Publish(Encode(news, news.Channel), except, version);
        }
    }
}
