// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Presence;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>Reads the parts of what the channel scripts answer.</summary>
internal static class ChannelReply
{
    /// <summary>The list of <c>members()</c> in channel.lua.</summary>
    public static PresenceMember[] Members(RespValue value)
    {
        RespValue[] items = value.Items;
        var members = new PresenceMember[items.Length / 2];
        for (int i = 0; i < members.Length; i++)
        {
            string info = Text(items[(2 * i) + 1]);
            members[i] = new PresenceMember(Text(items[2 * i]), info.Length == 0 ? null : info);
        }

        return members;
    }

    /// <summary>The name and the data of the cached event, or null.</summary>
    public static CachedEvent? Cached(RespValue value) =>
        value.Items is [{ IsNull: false } name, { IsNull: false } data] ? new CachedEvent(Text(name), data.Bytes) : null;

    /// <summary>The fields of an entry of <c>reports</c> (channel.lua): the group, then the activities.</summary>
    public static ChannelActivity[] Activities(RespValue value)
    {
        RespValue[] items = value.Items;
        string group = Text(items[1]);
        var activities = new ChannelActivity[(items.Length / 2) - 1];
        for (int i = 0; i < activities.Length; i++)
        {
            activities[i] = Activity(Text(items[(2 * i) + 2]), items[(2 * i) + 3], group);
        }

        return activities;
    }

    public static string Text(RespValue value) => Encoding.UTF8.GetString(value.Bytes.Span);

    private static ChannelActivity Activity(string kind, RespValue detail, string group) => kind switch
    {
        "occupied" => new ChannelActivity(ChannelActivityKind.Occupied, group),
        "vacated" => new ChannelActivity(ChannelActivityKind.Vacated, group),
        "member_added" => new ChannelActivity(ChannelActivityKind.MemberAdded, group) { UserId = Text(detail) },
        "member_removed" => new ChannelActivity(ChannelActivityKind.MemberRemoved, group) { UserId = Text(detail) },
        "subscription_count" => new ChannelActivity(ChannelActivityKind.SubscriptionCount, group) { SubscriptionCount = (int)detail.AsInteger() },
        "cache_miss" => new ChannelActivity(ChannelActivityKind.CacheMiss, group),
        _ => throw new RespProtocolException($"a script reported '{kind}'"),
    };
}
