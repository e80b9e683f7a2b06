// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Connections;

/// <summary>How the connections of a dialect's endpoint behave.</summary>
public sealed record DialectConnectionOptions
{
    /// <summary>The largest message that a client may send, in bytes; larger ones end the connection with 1009. Default: 65,536.</summary>
    public int MaxMessageBytes { get; init; } = 65_536;

    /// <summary>When a silent client is asked and given up.</summary>
    public required KeepAlive KeepAlive { get; init; }
}
