// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>One piece of work for a delivery loop.</summary>
/// <param name="Target">
/// An <see cref="IFanOutTarget"/> (publish to many), an <see cref="Outbox"/> (send to one) or an <see cref="IShardWork"/>.
/// </param>
/// <param name="Message">What to deliver; null for <see cref="IShardWork"/>.</param>
/// <param name="Except">Who is left out, as <see cref="IFanOutTarget"/> understands it.</param>
/// <param name="Version">The transition that the message belongs to; 0 for none.</param>
internal readonly record struct ShardItem(object Target, OutboundMessage? Message, object? Except, long Version);
