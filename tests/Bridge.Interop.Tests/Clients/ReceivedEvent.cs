// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Clients;

/// <summary>An event as a client got it.</summary>
/// <param name="Channel">The channel it came on; empty when the client was told of none.</param>
/// <param name="Name">Its name; news of the channel under pusher-js's names.</param>
/// <param name="Data">Its data as compact JSON.</param>
/// <param name="UserId">The user who sent it, where the client was told.</param>
public sealed record ReceivedEvent(string Channel, string Name, string Data, string? UserId = null);
