// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Apps;

/// <summary>What one app's clients and servers may do at most. Bound from <c>Bridge:Apps:N:Limits</c>.</summary>
public sealed class PusherAppLimits
{
    /// <summary>Client events that one connection may send in a second; more are refused one by one. 0: no limit. Default: 10.</summary>
    public int ClientEventsPerSecond { get; set; } = 10;

    /// <summary>Connections of the app at one time, in a farm those of all nodes; more are refused. 0: no limit. Default: 0.</summary>
    public int MaxConnections { get; set; }

    /// <summary>Channels that one connection may be subscribed to at one time; more are refused. 0: no limit. Default: 0.</summary>
    public int MaxChannelsPerConnection { get; set; }

    /// <summary>
    /// Seconds that a connection has to sign in or to subscribe to a private or presence channel; one that does neither is
    /// closed. 0: no limit. Default: 0.
    /// </summary>
    public int AuthorizationSeconds { get; set; }

    /// <summary>The longest channel name, in characters. Default: 200.</summary>
    public int MaxChannelNameLength { get; set; } = 200;

    /// <summary>The longest event name, in characters. Default: 200.</summary>
    public int MaxEventNameLength { get; set; } = 200;

    /// <summary>The greatest data of one event, in bytes of UTF-8. Default: 10,240.</summary>
    public int MaxEventBytes { get; set; } = 10_240;

    /// <summary>The most channels that one REST event may go to. Default: 100.</summary>
    public int MaxChannelsPerEvent { get; set; } = 100;

    /// <summary>The most events that one REST batch may hold. Default: 10.</summary>
    public int MaxEventsPerBatch { get; set; } = 10;

    /// <summary>The longest idempotency key, in characters. Default: 128.</summary>
    public int MaxIdempotencyKeyLength { get; set; } = 128;

    /// <summary>
    /// Events that the app's servers may publish in a second, in a farm through all nodes together, an event for several channels counting
    /// once for each; more are refused with 429. 0: no limit. Default: 0.
    /// </summary>
    public int BackendEventsPerSecond { get; set; }

    /// <summary>
    /// Questions about channels that the app's servers may ask in a second, in a farm all nodes together; more are refused with 429. 0: no
    /// limit. Default: 0.
    /// </summary>
    public int ReadRequestsPerSecond { get; set; }

    /// <summary>
    /// The greatest body of a REST request, in bytes; a longer one is refused unread. Default: 1,048,576, which is enough
    /// for a batch of ten events of the greatest size with every character escaped. Raise it together with <see cref="MaxEventBytes"/>.
    /// </summary>
    public int MaxRequestBytes { get; set; } = 1_048_576;

    /// <summary>The greatest number of distinct users on a presence channel; the next one is refused. Default: 100.</summary>
    public int MaxPresenceMembers { get; set; } = 100;

    /// <summary>The longest user id, in characters. Default: 128.</summary>
    public int MaxUserIdLength { get; set; } = 128;

    /// <summary>The greatest user info of a presence member or signed-in user, in bytes of UTF-8. Default: 1,024.</summary>
    public int MaxUserInfoBytes { get; set; } = 1_024;

    /// <summary>The most user ids that one connection may watch; the rest is left out. Default: 100.</summary>
    public int MaxWatchlist { get; set; } = 100;

    /// <summary>How long a cache channel keeps its last event, in seconds. Default: 1,800.</summary>
    public int CacheSeconds { get; set; } = 1_800;
}
