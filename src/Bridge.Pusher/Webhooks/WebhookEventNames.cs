// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Frozen;
using Bridge.Core.Presence;

namespace Bridge.Pusher.Webhooks;

/// <summary>The names of webhook events (docs/specs/pusher-webhooks.md, "Events").</summary>
internal static class WebhookEventNames
{
    public const string ChannelOccupied = "channel_occupied";
    public const string ChannelVacated = "channel_vacated";
    public const string MemberAdded = "member_added";
    public const string MemberRemoved = "member_removed";
    public const string ClientEvent = "client_event";
    public const string CacheMiss = "cache_miss";
    public const string SubscriptionCount = "subscription_count";

    /// <summary>Every name there is.</summary>
    public static readonly FrozenSet<string> All = FrozenSet.Create(
        StringComparer.Ordinal,
        ChannelOccupied, ChannelVacated, MemberAdded, MemberRemoved, ClientEvent, CacheMiss, SubscriptionCount);

    /// <summary>The name of an activity.</summary>
    public static string Of(ChannelActivityKind kind) => kind switch
    {
        ChannelActivityKind.Occupied => ChannelOccupied,
        ChannelActivityKind.Vacated => ChannelVacated,
        ChannelActivityKind.MemberAdded => MemberAdded,
        ChannelActivityKind.MemberRemoved => MemberRemoved,
        ChannelActivityKind.ClientEvent => ClientEvent,
        ChannelActivityKind.CacheMiss => CacheMiss,
        ChannelActivityKind.SubscriptionCount => SubscriptionCount,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
