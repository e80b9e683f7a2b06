// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>The rules that hold for the channels of one namespace.</summary>
public sealed record ChannelSettings
{
    /// <summary>Whether subscribers of private and presence channels may send events named <c>client-*</c>. Default: true.</summary>
    public bool ClientEvents { get; init; } = true;

    /// <summary>Client events that one connection may send in a second; more are refused one by one. 0: no limit. Default: 10.</summary>
    public int ClientEventsPerSecond { get; init; } = 10;

    /// <summary>Whether subscribers of channels without presence are told how many connections the channel has. Default: false.</summary>
    public bool SubscriptionCounts { get; init; }

    /// <summary>Whether signed-in users may watch when others come and go. Default: false.</summary>
    public bool Watchlists { get; init; }

    /// <summary>Whether connections may sign in as a user. Default: true.</summary>
    public bool UserAuthentication { get; init; } = true;

    /// <summary>Channels that one connection may be subscribed to at one time; more are refused. 0: no limit. Default: 0.</summary>
    public int MaxChannelsPerConnection { get; init; }

    /// <summary>
    /// Whether what happens on channels is told to every <see cref="Presence.IChannelActivityObserver"/>. A user's own channel
    /// tells nothing. Default: false.
    /// </summary>
    public bool ReportsActivity { get; init; }

    /// <summary>The longest channel name, in UTF-16 units. Default: 200.</summary>
    public int MaxChannelNameLength { get; init; } = 200;

    /// <summary>The longest event name, in UTF-16 units. Default: 200.</summary>
    public int MaxEventNameLength { get; init; } = 200;

    /// <summary>The greatest data of one event, in bytes of UTF-8. Default: 10,240.</summary>
    public int MaxEventBytes { get; init; } = 10_240;

    /// <summary>The greatest number of distinct users on a presence channel; the next one is refused. Default: 100.</summary>
    public int MaxPresenceMembers { get; init; } = 100;

    /// <summary>The longest user id, in UTF-16 units. Default: 128.</summary>
    public int MaxUserIdLength { get; init; } = 128;

    /// <summary>The greatest user info of a presence member, in bytes of UTF-8. Default: 1,024.</summary>
    public int MaxUserInfoBytes { get; init; } = 1_024;

    /// <summary>The most user ids that one connection may watch; the rest is left out. Default: 100.</summary>
    public int MaxWatchlist { get; init; } = 100;

    /// <summary>How long a cache channel keeps its last event. Default: 30 minutes.</summary>
    public TimeSpan CacheLifetime { get; init; } = TimeSpan.FromMinutes(30);
}
