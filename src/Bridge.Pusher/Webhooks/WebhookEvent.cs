// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Pusher.Webhooks;

/// <summary>One event that waits to be sent.</summary>
/// <param name="channel">The channel as clients know it.</param>
/// <param name="activity">What happened.</param>
/// <param name="time">When it happened.</param>
/// <param name="timestamp">The same instant on the clock that measures.</param>
internal sealed class WebhookEvent(string channel, ChannelActivity activity, DateTimeOffset time, long timestamp)
{
    // The objects around the texts.
    private const int Overhead = 300;

    public string Channel => channel;

    public ChannelActivity Activity => activity;

    public DateTimeOffset Time => time;

    public long Timestamp => timestamp;

    /// <summary>The bytes that it takes while it waits, about.</summary>
    public int Size { get; } = Overhead + (2 * (channel.Length + (activity.UserId?.Length ?? 0))) + SizeOf(activity.ClientEvent);

    private static int SizeOf(Core.Channels.ChannelEvent? clientEvent) =>
        clientEvent is null ? 0 : (2 * clientEvent.Name.Length) + clientEvent.Data.StringToken.Length;
}
