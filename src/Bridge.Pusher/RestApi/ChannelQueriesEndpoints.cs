// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.RestApi;

/// <summary>The questions about channels: <c>GET /apps/{id}/channels</c> and what is below it.</summary>
internal sealed class ChannelQueriesEndpoints(PusherChannelNamespaces namespaces, IChannelQueries queries)
{
    private const string PresencePrefix = "presence-";

    /// <summary><c>GET /channels</c>: the occupied channels.</summary>
    public async ValueTask<HttpError?> ListAsync(RestRequest request)
    {
        IQueryCollection query = request.Context.Request.Query;
        string prefix = query["filter_by_prefix"].ToString();
        if (!ChannelAttributeList.TryParse(query["info"].ToString(), ChannelAttributes.Counts, out ChannelAttributes attributes))
        {
            return ChannelAttributeList.Error;
        }

        if ((attributes & ChannelAttributes.UserCount) != 0 && !prefix.StartsWith(PresencePrefix, StringComparison.Ordinal))
        {
            return HttpError.BadRequest(
                "user_count may only be requested for presence channels - please supply filter_by_prefix begining with presence-");
        }

        ChannelNamespace space = namespaces.NamespaceOf(request.App);
        List<OccupiedChannel> channels = await queries
            .ListOccupiedAsync(space.GroupOf(prefix), request.Context.RequestAborted).ToListAsync(request.Context.RequestAborted);
        Answer(request, (space, channels, attributes), static (json, state) =>
        {
            json.WriteStartObject("channels"u8);
            foreach (OccupiedChannel occupied in state.channels)
            {
                string channel = state.space.ChannelOf(occupied.Group);
                json.WriteStartObject(channel);
                ChannelJson.WriteCounts(json, channel, occupied.Occupancy, state.attributes);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
        return null;
    }

    /// <summary><c>GET /channels/{channel}</c>: one channel.</summary>
    public async ValueTask<HttpError?> ShowAsync(RestRequest request)
    {
        const ChannelAttributes Known = ChannelAttributes.Counts | ChannelAttributes.Cache;
        if (!ChannelAttributeList.TryParse(request.Context.Request.Query["info"].ToString(), Known, out ChannelAttributes attributes))
        {
            return ChannelAttributeList.Error;
        }

        return (attributes & ChannelAttributes.UserCount) != 0 && !ChannelJson.IsPresence(request.Channel)
            ? HttpError.BadRequest("Cannot retrieve the user count unless the channel is a presence channel")
            : await ShowAsync(request, attributes);
    }

    /// <summary><c>GET /channels/{channel}/stats</c>, the old way to ask for the counts.</summary>
    public ValueTask<HttpError?> ShowCountsAsync(RestRequest request) => ShowAsync(request, ChannelAttributes.Counts);

    /// <summary><c>GET /channels/{channel}/users</c>: who is on a presence channel.</summary>
    public async ValueTask<HttpError?> ListUsersAsync(RestRequest request)
    {
        if (PublishRules.CheckChannel(request.Channel, request.App.Limits) is { } invalid)
        {
            return invalid;
        }

        if (!ChannelJson.IsPresence(request.Channel))
        {
            return HttpError.BadRequest("Users can only be retrieved for presence channels");
        }

        IReadOnlyList<PresenceMember> members = await queries.GetMembersAsync(GroupOf(request), request.Context.RequestAborted);
        Answer(request, members, static (json, members) =>
        {
            json.WriteStartArray("users"u8);
            foreach (PresenceMember member in members)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, member.UserId);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return null;
    }

    private async ValueTask<HttpError?> ShowAsync(RestRequest request, ChannelAttributes attributes)
    {
        if (PublishRules.CheckChannel(request.Channel, request.App.Limits) is { } invalid)
        {
            return invalid;
        }

        string group = GroupOf(request);
        ChannelOccupancy occupancy = await queries.GetOccupancyAsync(group, request.Context.RequestAborted);
        KeptEvent? kept = (attributes & ChannelAttributes.Cache) != 0
            ? await queries.GetCachedEventAsync(group, request.Context.RequestAborted) : null;
        Answer(request, (request.Channel, occupancy, attributes, kept), static (json, state) =>
        {
            json.WriteBoolean("occupied"u8, state.occupancy.ConnectionCount > 0);
            ChannelJson.WriteCounts(json, state.Channel, state.occupancy, state.attributes);
            if ((state.attributes & ChannelAttributes.Cache) != 0)
            {
                WriteCache(json, state.kept);
            }
        });
        return null;
    }

    private static void WriteCache(Utf8JsonWriter json, KeptEvent? kept)
    {
        if (kept is null)
        {
            json.WriteNull("cache"u8);
            return;
        }

        json.WriteStartObject("cache"u8);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(kept.Event.Data.Span, skipInputValidation: true);
        json.WriteNumber("ttl"u8, (long)Math.Ceiling(kept.TimeToLive.TotalSeconds));
        json.WriteEndObject();
    }

    private static void Answer<TState>(RestRequest request, TState state, Action<Utf8JsonWriter, TState> writeMembers) =>
        JsonAnswer.Write(request.Context.Response, ChannelJson.ObjectOf(state, writeMembers).Span);

    private string GroupOf(RestRequest request) => namespaces.NamespaceOf(request.App).GroupOf(request.Channel);
}
