// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Connections;

/// <summary>When a silent connection is asked and given up. Any byte that arrives counts as life.</summary>
/// <param name="PingAfter">Silence after which the client is asked with a ping.</param>
/// <param name="CloseAfter">Further silence after which the connection is closed.</param>
public sealed record KeepAlive(TimeSpan PingAfter, TimeSpan CloseAfter);
