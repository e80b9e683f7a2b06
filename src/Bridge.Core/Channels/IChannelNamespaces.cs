// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>Knows the namespaces of the hub's groups.</summary>
public interface IChannelNamespaces
{
    /// <summary>The namespace that <paramref name="group"/> belongs to, or null when no prefix fits.</summary>
    /// <param name="group">The name of a hub group.</param>
    ChannelNamespace? Find(string group);
}
