// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>
/// Hears what happens on the channels of namespaces with <see cref="Channels.ChannelSettings.ReportsActivity"/>, for example
/// to send webhooks. Register any number of them.
/// </summary>
/// <remarks>
/// Each activity is told once in the whole farm: on the node whose transition it was (see <see cref="IChannelState"/>).
/// The activities of one channel on one node are told in their order and never two at a time. Called inside the transition:
/// an implementation only hands the news on, and neither waits nor throws.
/// </remarks>
public interface IChannelActivityObserver
{
    /// <summary>Something happened on a channel.</summary>
    /// <param name="hubType">The hub that owns the channel.</param>
    /// <param name="activity">What happened.</param>
    void OnActivity(Type hubType, in ChannelActivity activity);
}
