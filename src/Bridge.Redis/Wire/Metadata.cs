// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.History;

namespace Bridge.Redis.Wire;

/// <summary>
/// What a bridge node tells other bridge nodes beside the message, as an entry with a name that no hub protocol has: stock nodes
/// ignore it. An array of: version, origin, flags, user id, number of the transition, number of the node, offset, epoch. The last three
/// for what goes through a history, the number of the transition for that and for cached events, and an array of two for what is
/// no event of a channel otherwise.
/// </summary>
/// <param name="IsOwn">Whether this node has sent the message.</param>
/// <param name="Event">What belongs to an event of a channel; null for other messages.</param>
/// <param name="Position">Where the message stands in the history of its channel, or null.</param>
/// <param name="Number">What its node calls a message with a position.</param>
internal readonly record struct Metadata(bool IsOwn, BackplaneEvent? Event, HistoryPosition? Position, long Number)
{
    /// <summary>The name of the entry.</summary>
    public const string EntryName = "bridge";

    /// <summary>The bytes of a position, which Redis puts in at the end of the entry.</summary>
    public const int PositionBytes = MessagePackWriter.LengthOfLong + 1 + EpochBytes;

    private const string NoEpoch = "0000000000000000";
    private const int Version = 1;
    private const int OriginBytes = 16;
    private const int EpochBytes = 16;
    private const int IsText = 1;
    private const int IsOfHub = 2;

    /// <summary>The bytes of the entry's value, without the header of the binary data that it is in.</summary>
    public static int LengthFor(BackplaneEvent? details, bool hasPosition)
    {
        int length = 2 + MessagePackWriter.LengthOfBinary(OriginBytes);
        if (details is null && !hasPosition)
        {
            return length;
        }

        length += 1 + (details?.UserId is { } userId ? MessagePackWriter.LengthOfString(userId) : 1);
        return hasPosition ? length + (2 * MessagePackWriter.LengthOfLong) + PositionBytes
            : details!.Version > 0 ? length + MessagePackWriter.LengthOfLong
            : length;
    }

    /// <summary>Writes an entry.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="origin">The origin of this node.</param>
    /// <param name="details">What belongs to an event of a channel, or null.</param>
    /// <param name="hasPosition">Whether it is to have a position: its number and its place are left open.</param>
    public static void Write(ref MessagePackWriter writer, ReadOnlySpan<byte> origin, BackplaneEvent? details, bool hasPosition)
    {
        writer.WriteArrayHeader(hasPosition ? 8 : details is null ? 2 : details.Version > 0 ? 5 : 4);
        writer.WriteInteger(Version);
        writer.WriteBinary(origin);
        if (details is null && !hasPosition)
        {
            return;
        }

        writer.WriteInteger(details is null ? IsOfHub : details.IsText ? IsText : 0);
        if (details?.UserId is { } userId)
        {
            writer.WriteString(userId);
        }
        else
        {
            writer.WriteNil();
        }

        if (hasPosition || details!.Version > 0)
        {
            writer.WriteLong(details?.Version ?? 0);
        }

        if (hasPosition)
        {
            writer.WriteLong(0);
            writer.WriteLong(0);
            writer.WriteString(NoEpoch);
        }
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="bytes">Its value.</param>
    /// <param name="ownOrigin">The origin of this node.</param>
    /// <returns>What it says; nothing of a version of later times.</returns>
    public static Metadata Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> ownOrigin)
    {
        var reader = new MessagePackReader(bytes);
        int count = reader.ReadArrayHeader();
        if (count < 2 || reader.ReadInteger() != Version)
        {
            return default;
        }

        bool isOwn = bytes[reader.ReadBinary()].SequenceEqual(ownOrigin);
        if (count < 4)
        {
            return new Metadata(isOwn, null, null, 0);
        }

        long flags = reader.ReadInteger();
        string? userId = reader.TryReadNil() ? null : reader.ReadString();
        var details = new BackplaneEvent((flags & IsText) != 0, userId) { Version = count > 4 ? reader.ReadInteger() : 0 };
        long number = 0;
        HistoryPosition? position = null;
        if (count > 7)
        {
            number = reader.ReadInteger();
            long offset = reader.ReadInteger();
            position = new HistoryPosition(reader.ReadString(), offset);
        }

        return new Metadata(isOwn, (flags & IsOfHub) != 0 ? null : details, position, number);
    }
}
