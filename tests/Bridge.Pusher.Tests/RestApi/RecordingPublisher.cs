// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Pusher.Tests.RestApi;

/// <summary>Keeps what is published instead of delivering it.</summary>
internal sealed class RecordingPublisher : IChannelPublisher
{
    public ConcurrentQueue<ChannelEvent> Events { get; } = [];

    public Dictionary<string, ChannelOccupancy> Occupancies { get; } = [];

    public ValueTask PublishAsync(ChannelEvent channelEvent, CancellationToken cancellationToken = default)
    {
        Events.Enqueue(channelEvent);
        return ValueTask.CompletedTask;
    }

    public ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken = default) =>
        new(Occupancies.GetValueOrDefault(group));
}
