// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Testing;

/// <summary>One event that reached a fake client.</summary>
/// <param name="Client">The client's name.</param>
/// <param name="Channel">The channel; null for an event on none.</param>
/// <param name="Event">The event's name.</param>
/// <param name="Data">Its data as the client got it: for Pusher the text, which mostly is JSON.</param>
/// <param name="UserId">Who sent a client event on a presence channel, or null.</param>
public sealed record Delivery(string Client, string? Channel, string Event, string Data, string? UserId);
