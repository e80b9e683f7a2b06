// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>Events on their way in one request, the same bytes at every attempt.</summary>
/// <param name="events">The events, at least one.</param>
/// <param name="channels">The channels that they belong to.</param>
internal sealed class WebhookRequest(IReadOnlyList<WebhookEvent> events, IReadOnlyList<WebhookBacklog> channels)
{
    public IReadOnlyList<WebhookEvent> Events => events;

    public IReadOnlyList<WebhookBacklog> Channels => channels;

    public byte[] Body { get; } = WebhookBody.Of(events);

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }
}
