// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>One namespace without a prefix: what holds when no dialect brings apps of its own.</summary>
internal sealed class SingleNamespace : IChannelNamespaces
{
    private readonly ChannelNamespace _only = new(string.Empty, new ChannelSettings());

    public ChannelNamespace Find(string group) => _only;
}
