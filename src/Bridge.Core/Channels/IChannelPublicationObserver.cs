// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>Hears of every event that is published on channels, for example to forward it to another service. Register any number of them.</summary>
/// <remarks>
/// Each event is told once in the whole farm: on the node that it was published on. What one publisher publishes on one channel is told in
/// its order. What hubs send to groups by themselves is not told. Called before the event is delivered: an implementation only hands
/// it on, and neither waits nor throws.
/// </remarks>
public interface IChannelPublicationObserver
{
    /// <summary>An event is published.</summary>
    /// <param name="hubType">The hub that owns the channel.</param>
    /// <param name="channelEvent">The event.</param>
    void OnPublished(Type hubType, ChannelEvent channelEvent);
}
