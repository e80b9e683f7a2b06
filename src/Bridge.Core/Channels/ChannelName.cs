// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.Core.Channels;

/// <summary>The rules for channel names, without the group prefix of a namespace (docs/specs/pusher.md, "Channels").</summary>
public static class ChannelName
{
    /// <summary>What the name of a user's own channel starts with; the user's id follows.</summary>
    public const string UserPrefix = "#server-to-user-";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-=@,.;");

    /// <summary>
    /// Whether <paramref name="name"/> is 1 to <paramref name="maxLength"/> characters of <c>A-Za-z0-9_-=@,.;</c>,
    /// or a user's own channel with a user id after its prefix.
    /// </summary>
    /// <param name="name">The channel's name.</param>
    /// <param name="maxLength">The greatest length in UTF-16 units.</param>
    public static bool IsValid(ReadOnlySpan<char> name, int maxLength)
    {
        if (name.IsEmpty || name.Length > maxLength)
        {
            return false;
        }

        // A user id may hold any text, so only the prefix of a user channel is checked.
        return name.StartsWith(UserPrefix, StringComparison.Ordinal)
            ? name.Length > UserPrefix.Length
            : !name.ContainsAnyExcept(Allowed);
    }

    /// <summary>The kinds that the name's prefix stands for, the most specific prefix first.</summary>
    /// <param name="name">The channel's name.</param>
    public static ChannelKind KindOf(ReadOnlySpan<char> name)
    {
        if (name.StartsWith("private-", StringComparison.Ordinal))
        {
            ReadOnlySpan<char> rest = name["private-".Length..];
            if (rest.StartsWith("encrypted-", StringComparison.Ordinal))
            {
                return ChannelKind.Private | ChannelKind.Encrypted | CacheOf(rest["encrypted-".Length..]);
            }

            return ChannelKind.Private | CacheOf(rest);
        }

        if (name.StartsWith("presence-", StringComparison.Ordinal))
        {
            return ChannelKind.Presence | CacheOf(name["presence-".Length..]);
        }

        return name.StartsWith(UserPrefix, StringComparison.Ordinal) ? ChannelKind.User : CacheOf(name);
    }

    /// <summary>Whether a subscriber must be authorised: private, presence and user channels.</summary>
    /// <param name="kind">The channel's kind.</param>
    public static bool NeedsAuthorization(ChannelKind kind) =>
        (kind & (ChannelKind.Private | ChannelKind.Presence | ChannelKind.User)) != 0;

    /// <summary>Whether subscribers may send client events to each other: private and presence channels that are not encrypted.</summary>
    /// <param name="kind">The channel's kind.</param>
    public static bool TakesClientEvents(ChannelKind kind) =>
        (kind & (ChannelKind.Private | ChannelKind.Presence)) != 0 && (kind & ChannelKind.Encrypted) == 0;

    private static ChannelKind CacheOf(ReadOnlySpan<char> rest) =>
        rest.StartsWith("cache-", StringComparison.Ordinal) ? ChannelKind.Cache : ChannelKind.Public;
}
