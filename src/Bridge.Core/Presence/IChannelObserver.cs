// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>
/// Hears of the transitions of channels, one at a time for each channel and in their order. Called inside the
/// transition, so an implementation only hands the news on and never waits.
/// </summary>
public interface IChannelObserver
{
    /// <summary>A user's first connection joined a presence channel.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="member">Who came.</param>
    /// <param name="connectionId">The connection that joined; it does not hear of itself.</param>
    /// <param name="version">The number of the transition.</param>
    void OnMemberAdded(string group, PresenceMember member, string connectionId, long version);

    /// <summary>A user's last connection left a presence channel.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="userId">Who went.</param>
    /// <param name="version">The number of the transition.</param>
    void OnMemberRemoved(string group, string userId, long version);

    /// <summary>The number of connections on a channel that announces it has changed.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="count">The connections on the channel.</param>
    /// <param name="version">The number of the transition.</param>
    void OnSubscriptionCount(string group, int count, long version);

    /// <summary>An event became the last one of a cache channel, and is to be delivered now.</summary>
    /// <param name="group">The hub group of the channel.</param>
    /// <param name="publication">What was given to <see cref="IChannelState.PublishCachedAsync"/>.</param>
    /// <param name="version">The number of the transition.</param>
    void OnPublished(string group, object publication, long version);

    /// <summary>
    /// Something happened on a channel whose settings want activities reported. Unlike all other news, which reach the
    /// observer of every node, this reaches the observer of one node only (see <see cref="IChannelState"/>).
    /// </summary>
    /// <param name="activity">What happened.</param>
    void OnActivity(in ChannelActivity activity);
}
