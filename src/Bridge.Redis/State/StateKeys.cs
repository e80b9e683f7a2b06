// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text;

namespace Bridge.Redis.State;

/// <summary>
/// The names of one hub's keys and channels in Redis.
/// </summary>
/// <param name="prefix">The prefix of the bridge's keys and the hub's name.</param>
internal sealed class StateKeys(string prefix)
{
    /// <summary>What all of them begin with.</summary>
    public string Prefix => prefix;

    /// <summary>Sorted set of the nodes by their last heartbeat.</summary>
    public byte[] Nodes { get; } = Bytes($"{prefix}:nodes");

    /// <summary>What tells these data of Redis from those that it has lost.</summary>
    public byte[] Epoch { get; } = Bytes($"{prefix}:epoch");

    /// <summary>Sorted set of the nodes whose leftovers somebody is clearing away.</summary>
    public byte[] DeadNodes { get; } = Bytes($"{prefix}:dead");

    /// <summary>Sorted set of the groups that are to be settled, by the instant.</summary>
    public byte[] DueChannels { get; } = Bytes($"{prefix}:due:channels");

    /// <summary>Sorted set of the users that are to be settled, by the instant.</summary>
    public byte[] DueUsers { get; } = Bytes($"{prefix}:due:users");

    /// <summary>The channel on which all nodes hear of users.</summary>
    public byte[] UserNews { get; } = Bytes($"{prefix}:news:users");

    /// <summary>What the names of the nodes' own channels begin with.</summary>
    public byte[] NodeNews { get; } = Bytes($"{prefix}:news:node:");

    /// <summary>The channel on which a node hears of the channels that its connections are on.</summary>
    public byte[] NewsOf(string node) => Bytes($"{prefix}:news:node:{node}");

    /// <summary>Set of the groups that a node has connections on.</summary>
    public byte[] GroupsOf(string node) => Bytes($"{prefix}:node:{node}:groups");

    /// <summary>Stream of what was reported to a node.</summary>
    public byte[] ReportsOf(string node) => Bytes($"{prefix}:node:{node}:reports");

    /// <summary>Set of the users that a node has connections of.</summary>
    public byte[] UsersOf(string node) => Bytes($"{prefix}:node:{node}:users");

    /// <summary>The version of the latest news of any user.</summary>
    public byte[] UserVersion { get; } = Bytes($"{prefix}:users");

    /// <summary>The state of a user.</summary>
    public byte[] User(string userId) => Bytes($"{prefix}:user:{{{userId}}}");

    /// <summary>The keys of a channel in the order that the scripts expect (channel.lua).</summary>
    /// <param name="group">The channel.</param>
    /// <param name="node">The node whose connections are meant.</param>
    /// <param name="caller">The node that hears what is reported.</param>
    public ReadOnlyMemory<byte>[] Channel(string group, string node, string caller)
    {
        string channel = $"{prefix}:channel:{{{group}}}";
        return
        [
            Bytes(channel), Bytes($"{channel}:nodes"), ConnectionsOn(group, node), Bytes($"{channel}:users"),
            Bytes($"{channel}:infos"), Bytes($"{channel}:order"), Bytes($"{channel}:cached"), Bytes($"{channel}:departed"),
            GroupsOf(node), DueChannels, ReportsOf(caller),
        ];
    }

    /// <summary>The connections of a node on a channel, one of the keys of the channel.</summary>
    public byte[] ConnectionsOn(string group, string node) => Bytes($"{prefix}:channel:{{{group}}}:connections:{node}");

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Number(long value) => Bytes(value.ToString(CultureInfo.InvariantCulture));

    public static byte[] Milliseconds(TimeSpan time) => Number((long)time.TotalMilliseconds);

    public static byte[] Flag(bool value) => value ? "1"u8.ToArray() : "0"u8.ToArray();
}
