// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Pusher.Protocol;

/// <summary>The names of the protocol's own events (docs/specs/pusher.md).</summary>
internal static class PusherEventNames
{
    /// <summary>Client or server: wants a pong.</summary>
    public const string Ping = "pusher:ping";

    /// <summary>Client or server: the answer to a ping.</summary>
    public const string Pong = "pusher:pong";

    /// <summary>Client: wants to join a channel.</summary>
    public const string Subscribe = "pusher:subscribe";

    /// <summary>Client: leaves a channel.</summary>
    public const string Unsubscribe = "pusher:unsubscribe";

    /// <summary>Client: proves which user it is.</summary>
    public const string SignIn = "pusher:signin";

    /// <summary>What the names of events that clients send to each other start with.</summary>
    public const string ClientEventPrefix = "client-";

    /// <summary>Server: a user joined a presence channel.</summary>
    public const string MemberAdded = "pusher_internal:member_added";

    /// <summary>Server: a user left a presence channel.</summary>
    public const string MemberRemoved = "pusher_internal:member_removed";

    /// <summary>Server: the number of a channel's connections changed.</summary>
    public const string SubscriptionCount = "pusher_internal:subscription_count";

    /// <summary>Server: the cache channel that was just joined has no last event.</summary>
    public const string CacheMiss = "pusher:cache_miss";

    /// <summary>Server: watched users came or went; on no channel.</summary>
    public const string WatchlistEvents = "pusher_internal:watchlist_events";

    /// <summary>Whether an event of this name is one of the protocol's own, which apps can't use.</summary>
    /// <param name="name">The name.</param>
    public static bool IsReserved(string name) =>
        name.StartsWith("pusher:", StringComparison.Ordinal) || name.StartsWith("pusher_internal:", StringComparison.Ordinal);

    /// <summary>The name under which Pusher clients hear one of the <see cref="ChannelNews"/>.</summary>
    /// <param name="news">The name that native clients know.</param>
    public static string OfNews(string news) => news switch
    {
        ChannelNews.MemberAdded => MemberAdded,
        ChannelNews.MemberRemoved => MemberRemoved,
        ChannelNews.SubscriptionCount => SubscriptionCount,
        ChannelNews.CacheMiss => CacheMiss,
        ChannelNews.WatchlistEvents => WatchlistEvents,
        _ => news,
    };
}
