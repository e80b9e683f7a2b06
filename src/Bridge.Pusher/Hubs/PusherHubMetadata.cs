// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Hubs;

/// <summary>Whose endpoint it is.</summary>
/// <param name="Hub">The name of the hub's type.</param>
internal sealed record PusherHubMetadata(string Hub);
