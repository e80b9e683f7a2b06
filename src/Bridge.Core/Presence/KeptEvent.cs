// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>The last event of a cache channel, and how long it is still kept.</summary>
/// <param name="Event">The event.</param>
/// <param name="TimeToLive">How long it is still kept; more than zero.</param>
public sealed record KeptEvent(CachedEvent Event, TimeSpan TimeToLive);
