// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>
/// What a channel's name says about it. A name may carry several kinds, for example <c>private-encrypted-cache-x</c>
/// or <c>presence-cache-x</c> (docs/specs/pusher.md, "Channels").
/// </summary>
[Flags]
public enum ChannelKind
{
    /// <summary>Anybody may subscribe, nobody may send client events.</summary>
    Public = 0,

    /// <summary>Subscribing needs an authorisation (<c>private-</c>).</summary>
    Private = 1,

    /// <summary>Subscribing needs an authorisation, and the members are known to each other (<c>presence-</c>).</summary>
    Presence = 2,

    /// <summary>Payloads are encrypted end to end; the server only relays them (<c>private-encrypted-</c>).</summary>
    Encrypted = 4,

    /// <summary>The last published event is kept and handed to new subscribers (<c>cache-</c> and its combinations).</summary>
    Cache = 8,

    /// <summary>The channel of one signed-in user (<c>#server-to-user-ID</c>).</summary>
    User = 16,
}
