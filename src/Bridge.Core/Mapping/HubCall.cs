// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Mapping;

/// <summary>What a legacy client asks of the hub.</summary>
/// <param name="Channel">The hub's own word for the channel, such as the name of a room.</param>
/// <param name="Event">The event's name; empty for subscriptions.</param>
/// <param name="Data">The event's data: one well-formed JSON value in UTF-8, or nothing.</param>
internal readonly record struct HubCall(string Channel, string Event, ReadOnlyMemory<byte> Data);
