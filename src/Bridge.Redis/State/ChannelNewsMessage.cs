// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Redis.Wire;

namespace Bridge.Redis.State;

/// <summary>What a script tells the nodes that have connections on a channel.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Group">The channel.</param>
/// <param name="Version">The number of the transition.</param>
internal sealed record ChannelNewsMessage(ChannelNewsKind Kind, string Group, long Version)
{
    /// <summary>Who came, or who went.</summary>
    public PresenceMember? Member { get; init; }

    /// <summary>The connection that somebody came with.</summary>
    public string ConnectionId { get; init; } = string.Empty;

    /// <summary>The connections on the channel.</summary>
    public int Count { get; init; }

    /// <summary>Reads what <c>tell</c> in channel.lua writes.</summary>
    /// <exception cref="WireFormatException">It is something else.</exception>
    public static ChannelNewsMessage Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        reader.ReadArrayHeader();
        string kind = reader.ReadString();
        string group = reader.ReadString();
        long version = reader.ReadInteger();
        int count = (int)reader.ReadInteger();
        switch (kind)
        {
            case "added":
                string userId = reader.ReadString();
                string info = reader.ReadString();
                return new ChannelNewsMessage(ChannelNewsKind.Added, group, version)
                {
                    Member = new PresenceMember(userId, info.Length == 0 ? null : info),
                    ConnectionId = reader.ReadString(),
                    Count = count,
                };
            case "removed":
                return new ChannelNewsMessage(ChannelNewsKind.Removed, group, version) { Member = new PresenceMember(reader.ReadString(), null), Count = count };
            case "count":
                return new ChannelNewsMessage(ChannelNewsKind.Count, group, version) { Count = count };
            default:
                throw new WireFormatException($"news of an unknown kind '{kind}'");
        }
    }
}
