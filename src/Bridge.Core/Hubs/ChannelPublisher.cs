// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Hubs;

/// <summary>
/// Publishes on the one <see cref="HubChannels{THub}"/> that the hub's connections are on: a container makes one instance
/// for each service of an open generic type, so that class can't be registered under two of them.
/// </summary>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed class ChannelPublisher<THub>(HubChannels<THub> channels) : IChannelPublisher<THub>
    where THub : Hub
{
    /// <inheritdoc/>
    public ValueTask PublishAsync(ChannelEvent channelEvent, CancellationToken cancellationToken = default) =>
        channels.PublishAsync(channelEvent, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken = default) =>
        channels.GetOccupancyAsync(group, cancellationToken);
}
