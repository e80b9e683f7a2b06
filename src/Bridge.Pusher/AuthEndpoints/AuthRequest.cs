// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>A request of an auth endpoint whose sender is known.</summary>
/// <param name="Context">The request itself.</param>
/// <param name="App">The app to sign for.</param>
/// <param name="SocketId">The client's socket id, of the right form.</param>
/// <param name="User">Who asks.</param>
/// <param name="Fields">What was sent.</param>
internal sealed record AuthRequest(HttpContext Context, PusherApp App, string SocketId, PusherAuthUser User, AuthFields Fields);
