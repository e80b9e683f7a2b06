// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Mapping;

/// <summary>How the groups of a hub and the channels of legacy clients are named after each other.</summary>
/// <param name="GroupOf">The group of a channel; null when the hub has none for it.</param>
/// <param name="ChannelOf">The channel of a group; null when clients know it by none.</param>
/// <param name="ArgumentOf">What hub methods are given for a channel that has a group.</param>
internal sealed record GroupNames(Func<string, string?> GroupOf, Func<string, string?> ChannelOf, Func<string, string> ArgumentOf)
{
    /// <summary>A group has the name of its channel.</summary>
    public static GroupNames Same { get; } = new(static channel => channel, static group => group, static channel => channel);

    /// <summary>Names that differ in what they begin with. Hub methods are given what is left without it.</summary>
    /// <param name="channelPrefix">What channels begin with.</param>
    /// <param name="groupPrefix">What groups begin with.</param>
    public static GroupNames WithPrefixes(string channelPrefix, string groupPrefix) => new(
        channel => Replace(channel, channelPrefix, groupPrefix),
        group => Replace(group, groupPrefix, channelPrefix),
        channel => channel[channelPrefix.Length..]);

    private static string? Replace(string name, string prefix, string replacement) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? string.Concat(replacement, name.AsSpan(prefix.Length)) : null;
}
