// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>What a test may set on the echo server.</summary>
internal sealed record EchoServerSettings
{
    public int QueueBytes { get; init; } = 1024 * 1024;

    public KeepAlive KeepAlive { get; init; } = new(TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(30));
}
