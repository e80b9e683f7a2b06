// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>The settings of an auth endpoint.</summary>
public sealed class PusherAuthOptions
{
    /// <summary>The id of the app to sign for. Default: null, which means the first one.</summary>
    public string? AppId { get; set; }

    /// <summary>
    /// Who sends a request; null refuses it with 403. Default: the user that ASP.NET Core authenticated, with the claim
    /// <see cref="ClaimTypes.NameIdentifier"/> as id and the name as info.
    /// </summary>
    /// <remarks>Everybody whom this names may join every private and presence channel of the app.</remarks>
    public Func<HttpContext, PusherAuthUser?> User { get; set; } = Authenticated;

    /// <summary>
    /// Whether a GET with <c>callback=...</c> is answered with a script, for old clients that ask across origins in this way.
    /// Default: false. Any web page can read such answers in the name of a visitor whom cookies authenticate, and no CORS
    /// policy holds it back: leave it off for endpoints that trust cookies.
    /// </summary>
    public bool Jsonp { get; set; }

    private static PusherAuthUser? Authenticated(HttpContext context)
    {
        ClaimsPrincipal principal = context.User;
        string? id = principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? principal.Identity?.Name;
        return principal.Identity is { IsAuthenticated: true } identity && !string.IsNullOrEmpty(id)
            ? new PusherAuthUser(id) { Info = new { name = identity.Name ?? id } }
            : null;
    }
}
