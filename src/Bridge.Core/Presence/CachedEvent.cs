// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>The last event of a cache channel.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Data">The event's data, as the JSON string token (quotes included) that Pusher clients get, in UTF-8.</param>
public sealed record CachedEvent(string Name, ReadOnlyMemory<byte> Data);
