// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>The names under which native clients hear what happens on a channel.</summary>
public static class ChannelNews
{
    /// <summary>A user joined: data <c>{"user_id","user_info"?}</c>.</summary>
    public const string MemberAdded = "pusher:member_added";

    /// <summary>A user left: data <c>{"user_id"}</c>.</summary>
    public const string MemberRemoved = "pusher:member_removed";

    /// <summary>The number of connections changed: data <c>{"subscription_count"}</c>.</summary>
    public const string SubscriptionCount = "pusher:subscription_count";

    /// <summary>A cache channel that was just joined has no last event: data <c>{}</c>.</summary>
    public const string CacheMiss = "pusher:cache_miss";

    /// <summary>Watched users came or went: data <c>{"events":[{"name":"online"|"offline","user_ids":[...]}]}</c>; on no channel.</summary>
    public const string WatchlistEvents = "pusher:watchlist_events";
}
