// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>Events on their way to the dead letters.</summary>
/// <param name="Address">Where they should have gone.</param>
/// <param name="Events">The events, in their order.</param>
/// <param name="Reason">Why they were given up.</param>
/// <param name="Attempts">How often they were sent.</param>
internal sealed record DeadWebhookEvents(WebhookAddress Address, IReadOnlyList<WebhookEvent> Events, string Reason, int Attempts);
