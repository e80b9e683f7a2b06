// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.CompilerServices;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Hubs;

/// <summary>Reads the shared state of the channels of the hub <typeparamref name="THub"/>.</summary>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed class ChannelQueries<THub>(HubChannels<THub> channels) : IChannelQueries<THub>
    where THub : Hub
{
    /// <inheritdoc/>
    public ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken = default) =>
        channels.State.GetOccupancyAsync(group, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PresenceMember>> GetMembersAsync(string group, CancellationToken cancellationToken = default) =>
        channels.State.GetMembersAsync(group, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<KeptEvent?> GetCachedEventAsync(string group, CancellationToken cancellationToken = default) =>
        channels.State.GetCachedAsync(group, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<OccupiedChannel> ListOccupiedAsync(
        string groupPrefix = "", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (OccupiedChannel occupied in channels.State.ListOccupiedAsync(groupPrefix, cancellationToken))
        {
            if (!channels.ChannelOf(occupied.Group).StartsWith(ChannelName.UserPrefix, StringComparison.Ordinal))
            {
                yield return occupied;
            }
        }
    }
}
