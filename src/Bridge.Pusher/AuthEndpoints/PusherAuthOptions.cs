// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Pusher.Users;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>The settings of an auth endpoint.</summary>
public sealed class PusherAuthOptions
{
    /// <summary>The id of the app to sign for. Default: null, which means the first one.</summary>
    public string? AppId { get; set; }

    /// <summary>
    /// Who sends a request; a function that gives null refuses it with 403. Default: null, which means whom
    /// <see cref="IPusherUserProvider"/> makes of the user that ASP.NET Core authenticated.
    /// </summary>
    public Func<HttpContext, PusherAuthUser?>? User { get; set; }

    /// <summary>
    /// Whether every private and presence channel is signed for whomever <see cref="User"/> names, without asking
    /// <see cref="IChannelAuthorizer"/>. Default: false. For demonstrations, and for apps whose users may all hear everything.
    /// </summary>
    public bool SignsAllChannels { get; set; }

    /// <summary>
    /// Whether a GET with <c>callback=...</c> is answered with a script, for old clients that ask across origins in this way.
    /// Default: false. Only pages of the app's allowed origins are answered, by what their browser says with <c>Origin</c> or
    /// <c>Referer</c>; with none configured every web page can read such answers in the name of a visitor whom cookies
    /// authenticate, and no CORS policy holds it back.
    /// </summary>
    public bool Jsonp { get; set; }
}
