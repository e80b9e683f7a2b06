// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>When the state of channels reports activities (<see cref="ChannelActivity"/>).</summary>
public sealed class ChannelStateOptions
{
    /// <summary>
    /// How long <see cref="ChannelActivityKind.MemberRemoved"/> and <see cref="ChannelActivityKind.Vacated"/> wait after a
    /// connection ended. Whoever is back by then neither went nor came. Subscribers hear of it at once all the same. Default: 3 seconds.
    /// </summary>
    public TimeSpan DepartureGrace { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// For how long a channel reports no second <see cref="ChannelActivityKind.CacheMiss"/>, unless something was published
    /// in between: several connections that subscribe together are one miss. Default: 10 seconds.
    /// </summary>
    public TimeSpan CacheMissInterval { get; set; } = TimeSpan.FromSeconds(10);
}
