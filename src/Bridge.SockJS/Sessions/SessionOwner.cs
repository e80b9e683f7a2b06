// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Bridge.SockJS.Sessions;

/// <summary>Whose session it is: requests of another user do not find it.</summary>
/// <param name="Name">The authenticated user, or null.</param>
internal readonly record struct SessionOwner(string? Name)
{
    // Not by way of the request's User, which makes one up where there is none.
    public static SessionOwner Of(HttpContext request) =>
        request.Features.Get<IHttpAuthenticationFeature>()?.User is { Identity: { IsAuthenticated: true } identity } user
            ? new SessionOwner(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? identity.Name ?? string.Empty)
            : default;
}
