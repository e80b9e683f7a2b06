// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Channels;

namespace Bridge.Pusher.Tests.RestApi;

/// <summary>Keeps what is published instead of delivering it.</summary>
internal sealed class RecordingPublisher : IChannelPublisher
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<ChannelEvent> Events { get; } = [];

    /// <summary>What publishing waits for, or null.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>What publishing fails with, or null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Done when something is being published.</summary>
    public Task Reached => _reached.Task;

    public async ValueTask PublishAsync(ChannelEvent channelEvent, CancellationToken cancellationToken = default)
    {
        _reached.TrySetResult();
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
        }

        if (Failure is { } failure)
        {
            throw failure;
        }

        Events.Enqueue(channelEvent);
    }
}
