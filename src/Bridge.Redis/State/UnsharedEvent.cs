// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Redis.State;

/// <summary>An event of a cache channel that Redis does not have yet.</summary>
/// <param name="Event">The event.</param>
/// <param name="KeptAt">The timestamp at which it was published.</param>
/// <param name="Lifetime">How long it is kept from then on.</param>
internal sealed record UnsharedEvent(CachedEvent Event, long KeptAt, TimeSpan Lifetime)
{
    /// <summary>How long it is still kept; zero or less when it has expired.</summary>
    public TimeSpan Remaining(TimeProvider time) => Lifetime - time.GetElapsedTime(KeptAt);
}
