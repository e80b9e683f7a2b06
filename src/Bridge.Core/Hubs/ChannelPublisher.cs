// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Hubs;

/// <summary>Publishes on the channels of the hub <typeparamref name="THub"/>.</summary>
/// <remarks>Stands between, because the container would make a second <see cref="HubChannels{THub}"/> for the interface.</remarks>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed class ChannelPublisher<THub>(HubChannels<THub> channels) : IChannelPublisher<THub>
    where THub : Hub
{
    /// <inheritdoc/>
    public ValueTask PublishAsync(ChannelEvent channelEvent, CancellationToken cancellationToken = default) =>
        channels.PublishAsync(channelEvent, cancellationToken);
}
