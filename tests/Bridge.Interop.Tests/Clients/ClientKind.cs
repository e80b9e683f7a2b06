// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Clients;

/// <summary>The clients that the tests drive.</summary>
public enum ClientKind
{
    /// <summary>pusher-js 8.</summary>
    PusherJs,

    /// <summary>pusher-js 7.</summary>
    PusherJs7,

    /// <summary>pusher-js 4.</summary>
    PusherJs4,

    /// <summary>pusher-js 8 that may not use a WebSocket, with one long answer after the other.</summary>
    PusherJsStreaming,

    /// <summary>pusher-js 8 that may not use a WebSocket, with an answer for each frame.</summary>
    PusherJsPolling,

    /// <summary>Laravel Echo over pusher-js 8.</summary>
    Echo,

    /// <summary>@microsoft/signalr.</summary>
    SignalRJs,

    /// <summary>Microsoft.AspNetCore.SignalR.Client.</summary>
    SignalRDotNet,
}
