// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>Publishes events on the channels of one hub, to clients of every dialect and to native clients.</summary>
/// <remarks>
/// Events that are published on one channel one after the other arrive in that order. A slow subscriber never delays the
/// publisher: the returned task is done when the event is in the hands of the delivery engine.
/// </remarks>
public interface IChannelPublisher
{
    /// <summary>Publishes one event.</summary>
    /// <param name="channelEvent">The event.</param>
    /// <param name="cancellationToken">Gives up waiting for shared state; local delivery is not undone.</param>
    ValueTask PublishAsync(ChannelEvent channelEvent, CancellationToken cancellationToken = default);
}

/// <summary>The publisher of one hub's channels; get it by dependency injection.</summary>
/// <typeparam name="THub">The hub that owns the channels.</typeparam>
public interface IChannelPublisher<THub> : IChannelPublisher
    where THub : Microsoft.AspNetCore.SignalR.Hub;
