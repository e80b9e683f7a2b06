// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>
/// The channels whose group names start with one prefix, and the rules for them. An app at the Pusher edge is one namespace.
/// </summary>
/// <param name="Prefix">What every group name of the namespace starts with; empty for a namespace that has the hub to itself.</param>
/// <param name="Settings">The rules for its channels.</param>
public sealed record ChannelNamespace(string Prefix, ChannelSettings Settings)
{
    /// <summary>The hub group of a channel.</summary>
    /// <param name="channel">The channel's name as clients know it.</param>
    public string GroupOf(string channel) => Prefix.Length == 0 ? channel : Prefix + channel;

    /// <summary>The channel's name as clients know it.</summary>
    /// <param name="group">A hub group of this namespace.</param>
    public string ChannelOf(string group) => Prefix.Length == 0 ? group : group[Prefix.Length..];
}
