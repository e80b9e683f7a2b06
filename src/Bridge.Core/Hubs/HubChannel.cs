// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Core.Hubs;

/// <summary>A channel that a native client names, taken apart.</summary>
/// <param name="Group">The hub group.</param>
/// <param name="Namespace">The namespace of the group.</param>
/// <param name="Channel">The channel's name without the namespace's prefix.</param>
/// <param name="Kind">What the name says about it.</param>
internal sealed record HubChannel(string Group, ChannelNamespace Namespace, string Channel, ChannelKind Kind)
{
    public ChannelSettings Settings => Namespace.Settings;

    /// <summary>Takes a group's name apart.</summary>
    /// <param name="group">What the client sent.</param>
    /// <param name="namespaces">Knows the prefixes.</param>
    /// <exception cref="ChannelRefusedException">It is no name of a channel.</exception>
    public static HubChannel Of(string group, IChannelNamespaces namespaces)
    {
        if (group is null || namespaces.Find(group) is not { } space)
        {
            throw Invalid("No app's channels have this name.");
        }

        string channel = space.ChannelOf(group);
        return ChannelName.IsValid(channel, space.Settings.MaxChannelNameLength)
            ? new HubChannel(group, space, channel, ChannelName.KindOf(channel))
            : throw Invalid($"A channel's name is 1 to {space.Settings.MaxChannelNameLength} characters of A-Za-z0-9_-=@,.;");
    }

    private static ChannelRefusedException Invalid(string message) => new(ChannelRefusedException.InvalidName, 400, message);
}
