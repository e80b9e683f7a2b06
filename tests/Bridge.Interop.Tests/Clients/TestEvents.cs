// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Clients;

/// <summary>The names that every test client listens to.</summary>
internal static class TestEvents
{
    public const string Message = "message";
    public const string ClientMessage = "client-message";
    public const string Fence = "fence";

    /// <summary>Sent by a hub: native clients get one argument and no channel.</summary>
    public const string HubEvent = "hub-event";

    public const string MemberAdded = "pusher:member_added";
    public const string MemberRemoved = "pusher:member_removed";
    public const string SubscriptionCount = "pusher:subscription_count";
    public const string CacheMiss = "pusher:cache_miss";

    /// <summary>Events of the application.</summary>
    public static readonly string[] OfApplication = [Message, ClientMessage, Fence];

    /// <summary>What native clients hear from the bridge itself.</summary>
    public static readonly string[] News =
        [MemberAdded, MemberRemoved, SubscriptionCount, CacheMiss, "pusher:watchlist_events"];
}
