// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>Why a connection leaves a channel.</summary>
public enum LeaveReason
{
    /// <summary>It wants to: it unsubscribed, or its hub took it off the channel.</summary>
    Unsubscribed,

    /// <summary>
    /// The connection ended, in order or not, or its node died. It may be back at once, so the activities that tell of its
    /// absence wait for <see cref="ChannelStateOptions.DepartureGrace"/>.
    /// </summary>
    Disconnected,
}
