// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Mirror;

/// <summary>How events are mirrored to other services that speak Pusher's protocol. Bound from <c>Bridge:Mirror</c>.</summary>
public sealed class PusherMirrorOptions
{
    /// <summary>The services, one for each app that is mirrored.</summary>
    public IList<PusherMirrorService> Services { get; } = [];

    /// <summary>The bytes of events that may wait for one service; over it the oldest are dropped and counted. Default: 16,777,216.</summary>
    public int QueueBytes { get; set; } = 16_777_216;

    /// <summary>The requests to one service that may be under way at a time. A channel's events always go one request after the other. Default: 8.</summary>
    public int MaxRequests { get; set; } = 8;

    /// <summary>How long the server goes on forwarding when it stops. Default: 10 seconds.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);
}
