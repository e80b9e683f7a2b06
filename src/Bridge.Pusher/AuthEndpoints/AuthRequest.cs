// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.Extensions.Primitives;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>A request of an auth endpoint whose sender is known.</summary>
/// <param name="App">The app to sign for.</param>
/// <param name="SocketId">The client's socket id, of the right form.</param>
/// <param name="User">Who asks.</param>
/// <param name="Fields">The fields of the form or, for JSONP, of the query string.</param>
internal sealed record AuthRequest(
    PusherApp App, string SocketId, PusherAuthUser User, IEnumerable<KeyValuePair<string, StringValues>> Fields);
