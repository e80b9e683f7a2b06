// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Pusher.Apps;

namespace Bridge.Pusher.RestApi;

/// <summary>Publishes checked events of an app. What has begun goes to all channels, even if the caller hangs up.</summary>
internal sealed class EventPublisher(PusherChannelNamespaces namespaces, IChannelPublisher publisher, IChannelQueries queries)
{
    private static readonly ReadOnlyMemory<byte> Empty = "{}"u8.ToArray();

    /// <summary>Publishes an event on its channels, one after the other.</summary>
    /// <returns>The answer of <c>POST /events</c>.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> PublishAsync(PusherApp app, PublishRequest request)
    {
        IReadOnlyCollection<string> channels = request.DistinctChannels;
        await PublishAsync(app, request, channels);
        if (request.Attributes == ChannelAttributes.None)
        {
            return Empty;
        }

        List<KeyValuePair<string, ChannelOccupancy>> occupancies = [];
        foreach (string channel in channels)
        {
            occupancies.Add(new(channel, await OccupancyOf(app, channel)));
        }

        return ChannelJson.ObjectOf((occupancies, request.Attributes), static (json, state) =>
        {
            json.WriteStartObject("channels"u8);
            foreach ((string channel, ChannelOccupancy occupancy) in state.occupancies)
            {
                json.WriteStartObject(channel);
                ChannelJson.WriteCounts(json, channel, occupancy, state.Attributes);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
    }

    /// <summary>Publishes an event of a batch.</summary>
    /// <returns>The event's part of the answer of <c>POST /batch_events</c>.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> PublishOfBatchAsync(PusherApp app, PublishRequest request)
    {
        await PublishAsync(app, request, request.Channels);
        string channel = request.Channels[0];
        return request.Attributes == ChannelAttributes.None
            ? Empty
            : ChannelJson.ObjectOf(
                (channel, occupancy: await OccupancyOf(app, channel), request.Attributes),
                static (json, state) => ChannelJson.WriteCounts(json, state.channel, state.occupancy, state.Attributes));
    }

    private async ValueTask PublishAsync(PusherApp app, PublishRequest request, IReadOnlyCollection<string> channels)
    {
        ChannelNamespace channelNamespace = namespaces.NamespaceOf(app);
        foreach (string channel in channels)
        {
            await publisher.PublishAsync(
                new ChannelEvent
                {
                    Group = channelNamespace.GroupOf(channel),
                    Name = request.Name!,
                    Data = request.Data!,
                    ExceptSocketId = request.SocketId,
                    IsMirrored = request.IsMirrored,
                },
                CancellationToken.None);
        }
    }

    private ValueTask<ChannelOccupancy> OccupancyOf(PusherApp app, string channel) =>
        queries.GetOccupancyAsync(namespaces.NamespaceOf(app).GroupOf(channel), CancellationToken.None);
}
