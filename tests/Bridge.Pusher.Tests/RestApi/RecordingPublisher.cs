// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Channels;

namespace Bridge.Pusher.Tests.RestApi;

/// <summary>Keeps what is published instead of delivering it.</summary>
internal sealed class RecordingPublisher : IChannelPublisher
{
    public ConcurrentQueue<ChannelEvent> Events { get; } = [];

    public ValueTask PublishAsync(ChannelEvent channelEvent, CancellationToken cancellationToken = default)
    {
        Events.Enqueue(channelEvent);
        return ValueTask.CompletedTask;
    }
}
