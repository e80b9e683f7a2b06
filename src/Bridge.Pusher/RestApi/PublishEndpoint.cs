// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.RestApi;

/// <summary><c>POST /apps/{id}/events</c>: publishes one event on one or more channels.</summary>
internal sealed class PublishEndpoint(PusherChannelNamespaces namespaces, IChannelPublisher publisher, IChannelQueries queries)
{
    public async ValueTask<HttpError?> HandleAsync(RestRequest request)
    {
        var publish = new PublishRequest();
        if (PublishRequestReader.ReadBody(request.Body.Span, publish) is { } malformed)
        {
            return malformed;
        }

        PublishRequestReader.ReadQuery(request.Context.Request.Query, publish);
        if (PublishRules.Check(publish, request.App.Limits) is { } refused)
        {
            return refused;
        }

        if (!ChannelAttributeList.TryParse(publish.Info, out ChannelAttributes info))
        {
            return HttpError.BadRequest("info should be a comma separated list of attributes");
        }

        // A channel that is listed twice gets the event once.
        var channels = new HashSet<string>(publish.Channels, StringComparer.Ordinal);
        ChannelNamespace channelNamespace = namespaces.NamespaceOf(request.App);
        CancellationToken aborted = request.Context.RequestAborted;
        foreach (string channel in channels)
        {
            await publisher.PublishAsync(
                new ChannelEvent
                {
                    Group = channelNamespace.GroupOf(channel),
                    Name = publish.Name!,
                    Data = publish.Data!,
                    ExceptSocketId = publish.SocketId,
                },
                aborted);
        }

        List<KeyValuePair<string, ChannelOccupancy>> occupancies = [];
        if (info != ChannelAttributes.None)
        {
            foreach (string channel in channels)
            {
                occupancies.Add(new(channel, await queries.GetOccupancyAsync(channelNamespace.GroupOf(channel), aborted)));
            }
        }

        WriteAnswer(request.Context.Response, occupancies, info);
        return null;
    }

    private static void WriteAnswer(
        HttpResponse response, List<KeyValuePair<string, ChannelOccupancy>> occupancies, ChannelAttributes info)
    {
        if (info == ChannelAttributes.None)
        {
            JsonAnswer.Write(response, "{}"u8);
            return;
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("channels"u8);
            foreach ((string channel, ChannelOccupancy occupancy) in occupancies)
            {
                WriteChannel(writer, channel, occupancy, info);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        JsonAnswer.Write(response, json.WrittenSpan);
    }

    private static void WriteChannel(Utf8JsonWriter writer, string channel, ChannelOccupancy occupancy, ChannelAttributes info)
    {
        writer.WriteStartObject(channel);
        if (info.HasFlag(ChannelAttributes.UserCount) && ChannelName.KindOf(channel).HasFlag(ChannelKind.Presence))
        {
            writer.WriteNumber("user_count"u8, occupancy.UserCount);
        }

        if (info.HasFlag(ChannelAttributes.SubscriptionCount))
        {
            writer.WriteNumber("subscription_count"u8, occupancy.ConnectionCount);
        }

        writer.WriteEndObject();
    }
}
