// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Roaming;

/// <summary>How the other nodes of the farm reach this one.</summary>
public sealed class BridgeNodeOptions
{
    /// <summary>
    /// Where other nodes reach this one: scheme, host and port, such as <c>http://10.0.0.7:5000</c>. Null: the first address that it
    /// listens on, with this machine's own IP address where that is any. Default: null.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>
    /// What the nodes prove themselves to each other with, the same on all nodes, at least 16 characters. Required.
    /// </summary>
    public string Secret { get; set; } = string.Empty;
}
