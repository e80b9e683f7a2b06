// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;

namespace Bridge.Redis.Wire;

/// <summary>
/// What a bridge node tells other bridge nodes beside the message, as an entry with a name that no hub protocol has: stock nodes
/// ignore it. An array of: version, origin, flags, user id, number of the transition; the last for cached events only, and an array
/// of two for what is no event of a channel.
/// </summary>
internal static class Metadata
{
    /// <summary>The name of the entry.</summary>
    public const string EntryName = "bridge";

    private const int Version = 1;
    private const int OriginBytes = 16;
    private const int IsText = 1;

    /// <summary>The bytes of the entry's value, without the header of the binary data that it is in.</summary>
    public static int LengthFor(BackplaneEvent? details)
    {
        int length = 2 + MessagePackWriter.LengthOfBinary(OriginBytes);
        return details is null ? length
            : length + 1 + (details.UserId is { } userId ? MessagePackWriter.LengthOfString(userId) : 1)
            + (details.Version > 0 ? MessagePackWriter.LengthOfLong : 0);
    }

    public static void Write(ref MessagePackWriter writer, ReadOnlySpan<byte> origin, BackplaneEvent? details)
    {
        writer.WriteArrayHeader(details is null ? 2 : details.Version > 0 ? 5 : 4);
        writer.WriteInteger(Version);
        writer.WriteBinary(origin);
        if (details is null)
        {
            return;
        }

        writer.WriteInteger(details.IsText ? IsText : 0);
        if (details.UserId is { } userId)
        {
            writer.WriteString(userId);
        }
        else
        {
            writer.WriteNil();
        }

        if (details.Version > 0)
        {
            writer.WriteLong(details.Version);
        }
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="bytes">Its value.</param>
    /// <param name="ownOrigin">The origin of this node.</param>
    /// <param name="isOwn">Whether this node has sent the message.</param>
    /// <returns>What belongs to an event of a channel; null for other messages and for versions of later times.</returns>
    public static BackplaneEvent? Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> ownOrigin, out bool isOwn)
    {
        isOwn = false;
        var reader = new MessagePackReader(bytes);
        int count = reader.ReadArrayHeader();
        if (count < 2 || reader.ReadInteger() != Version)
        {
            return null;
        }

        isOwn = bytes[reader.ReadBinary()].SequenceEqual(ownOrigin);
        if (isOwn || count < 4)
        {
            return null;
        }

        bool isText = (reader.ReadInteger() & IsText) != 0;
        string? userId = reader.TryReadNil() ? null : reader.ReadString();
        return new BackplaneEvent(isText, userId) { Version = count > 4 ? reader.ReadInteger() : 0 };
    }
}
