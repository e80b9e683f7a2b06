// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>
/// The truth about a hub's channels that all nodes share: who is on them, how many, and their last event.
/// </summary>
/// <remarks>
/// Every change of a channel is one atomic transition with a number of its own, and the observer hears of the
/// transitions of a channel one at a time and in the order of those numbers. Joining twice and leaving twice are harmless.
/// <para>
/// Channels whose settings have <see cref="Channels.ChannelSettings.ReportsActivity"/> report their activities too, each of
/// them once in the whole farm. Which they are is decided inside the transition, from the shared state: the node that made the
/// transition, and no other, calls <see cref="IChannelObserver.OnActivity"/> with the outcome. A departure that waits for its grace
/// (<see cref="ChannelStateOptions.DepartureGrace"/>) is a transition of its own when the grace has ended, and belongs to the node
/// that makes it. docs/specs/channels.md, "Activities", has the rules.
/// </para>
/// </remarks>
public interface IChannelState
{
    /// <summary>Makes a connection a member. A second join of the same connection changes nothing and returns the present state.</summary>
    /// <param name="request">Who joins what.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ChannelRefusedException">The channel has all the members it may have.</exception>
    ValueTask<JoinResult> JoinAsync(JoinRequest request, CancellationToken cancellationToken);

    /// <summary>Ends a connection's membership.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="connectionId">The connection that leaves.</param>
    /// <param name="reason">Why it leaves.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask LeaveAsync(string group, string connectionId, LeaveReason reason, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps an event as the last one of a cache channel and delivers it through <see cref="IChannelObserver.OnPublished"/>
    /// as one transition.
    /// </summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="last">What new subscribers get.</param>
    /// <param name="lifetime">How long it is kept.</param>
    /// <param name="publication">Handed to the observer as it is.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask PublishCachedAsync(
        string group, CachedEvent last, TimeSpan lifetime, object publication, CancellationToken cancellationToken);

    /// <summary>The present numbers of a channel, for queries; zero and no members when nobody is on it.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken);

    /// <summary>The distinct users of a presence channel in the order they joined, as they are at one instant.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<IReadOnlyList<PresenceMember>> GetMembersAsync(string group, CancellationToken cancellationToken);

    /// <summary>The last event of a cache channel and its remaining time, both of one instant; null when there is none.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<KeptEvent?> GetCachedAsync(string group, CancellationToken cancellationToken);

    /// <summary>
    /// The channels that somebody is on, in no order. A channel that is occupied all the while is listed exactly once, one
    /// that comes or goes meanwhile at most once; the numbers of each channel are those of an instant of its own.
    /// Listing never delays a transition.
    /// </summary>
    /// <param name="groupPrefix">What their hub groups start with, compared ordinally; empty for all channels.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<OccupiedChannel> ListOccupiedAsync(string groupPrefix, CancellationToken cancellationToken);
}
