// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.CompilerServices;
using Bridge.Core.Channels;
using Bridge.Core.Mapping;
using Bridge.Core.Presence;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Hubs;

/// <summary>Reads the shared state of the channels of the hub <typeparamref name="THub"/>.</summary>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed class ChannelQueries<THub>(HubChannels<THub> channels) : IChannelQueries<THub>
    where THub : Hub
{
    private GroupNames Names => channels.Map.Names;

    /// <inheritdoc/>
    public ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken = default) =>
        channels.State.GetOccupancyAsync(GroupOf(group), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PresenceMember>> GetMembersAsync(string group, CancellationToken cancellationToken = default) =>
        channels.State.GetMembersAsync(GroupOf(group), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<KeptEvent?> GetCachedEventAsync(string group, CancellationToken cancellationToken = default) =>
        channels.State.GetCachedAsync(GroupOf(group), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<OccupiedChannel> ListOccupiedAsync(
        string groupPrefix = "", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Where groups go by other names than channels, the names that callers know are compared below.
        string statePrefix = Names == GroupNames.Same ? groupPrefix : string.Empty;
        await foreach (OccupiedChannel occupied in channels.State.ListOccupiedAsync(statePrefix, cancellationToken))
        {
            if (Names.ChannelOf(occupied.Group) is { } name
                && name.StartsWith(groupPrefix, StringComparison.Ordinal)
                && !channels.ChannelOf(occupied.Group)!.StartsWith(ChannelName.UserPrefix, StringComparison.Ordinal))
            {
                yield return occupied with { Group = name };
            }
        }
    }

    private string GroupOf(string name) => Names.GroupOf(name) ?? name;
}
