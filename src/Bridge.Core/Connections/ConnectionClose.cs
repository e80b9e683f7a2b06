// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Connections;

/// <summary>Why a connection is closed, in the dialect's own numbers.</summary>
/// <param name="Code">The close code; a WebSocket sends it as it is.</param>
/// <param name="Reason">The reason, for people.</param>
public readonly record struct ConnectionClose(int Code, string Reason);
