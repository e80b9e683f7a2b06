// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>What all delivery loops and out-queues of a node share.</summary>
/// <param name="Options">How messages leave this node.</param>
/// <param name="Time">The clock.</param>
/// <param name="Metrics">The counters.</param>
internal sealed record DeliveryContext(DeliveryOptions Options, TimeProvider Time, DeliveryMetrics Metrics);
