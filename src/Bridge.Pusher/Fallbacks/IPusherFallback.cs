// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.Fallbacks;

/// <summary>A hub's side of the clients that can't use a WebSocket.</summary>
internal interface IPusherFallback
{
    /// <summary>Serves a client from its greeting to its end.</summary>
    /// <param name="transport">Its session.</param>
    /// <param name="request">The request that began the session.</param>
    /// <param name="app">The app that it asks for.</param>
    /// <param name="origin">The page that it runs in; empty if that is unknown.</param>
    Task ServeAsync(SockJSTransport transport, HttpContext request, AppPath app, string origin);
}
