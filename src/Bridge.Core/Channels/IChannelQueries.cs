// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Core.Channels;

/// <summary>Tells who and what is on the channels of one hub, in the whole farm.</summary>
/// <remarks>
/// For hubs, controllers and background services. Each answer is right for one instant and may be old when it arrives.
/// Channels are named by their hub group: the channel's name behind the prefix of its namespace. On a hub that maps groups to channels
/// of other names (<c>MapGroups</c>) it is that name, not the group's, as for <see cref="IChannelPublisher"/>. A group that is no channel
/// can be asked for by its own name.
/// </remarks>
public interface IChannelQueries
{
    /// <summary>The present numbers of a channel; zero when nobody is on it.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken = default);

    /// <summary>The distinct users of a presence channel in the order they joined; empty for other kinds.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<IReadOnlyList<PresenceMember>> GetMembersAsync(string group, CancellationToken cancellationToken = default);

    /// <summary>The last event of a cache channel; null when there is none or it has expired.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<KeptEvent?> GetCachedEventAsync(string group, CancellationToken cancellationToken = default);

    /// <summary>The channels that somebody is on, in no order, but without the users' own channels.</summary>
    /// <param name="groupPrefix">What their hub groups start with; empty for all channels of the hub.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The channels with their numbers, with the guarantees of <see cref="IChannelState.ListOccupiedAsync"/>.</returns>
    IAsyncEnumerable<OccupiedChannel> ListOccupiedAsync(string groupPrefix = "", CancellationToken cancellationToken = default);
}

/// <summary>The queries of one hub's channels; get it by dependency injection.</summary>
/// <typeparam name="THub">The hub that owns the channels.</typeparam>
public interface IChannelQueries<THub> : IChannelQueries
    where THub : Microsoft.AspNetCore.SignalR.Hub;
