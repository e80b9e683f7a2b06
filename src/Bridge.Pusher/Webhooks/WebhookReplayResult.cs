// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>What became of the lines of a replay.</summary>
/// <param name="Delivered">Lines that a receiver has taken.</param>
/// <param name="Unsent">Lines that were not delivered, those included that are no dead letters.</param>
public readonly record struct WebhookReplayResult(int Delivered, int Unsent);
