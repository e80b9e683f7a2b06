// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Connections;

/// <summary>Why a connection is closed, in the dialect's own numbers.</summary>
/// <param name="Code">The close code; a WebSocket sends it as it is.</param>
/// <param name="Reason">The reason, for people.</param>
public readonly record struct ConnectionClose(int Code, string Reason)
{
    /// <summary>The client sent more at once than it may (RFC 6455, section 7.4.1).</summary>
    internal static ConnectionClose MessageTooBig { get; } = new(1009, "The message is too big.");
}
