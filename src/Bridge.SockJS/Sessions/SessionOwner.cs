// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Claims;

namespace Bridge.SockJS.Sessions;

/// <summary>Whose session it is: requests of another user do not find it.</summary>
/// <param name="Name">The authenticated user, or null.</param>
internal readonly record struct SessionOwner(string? Name)
{
    public static SessionOwner Of(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true }
        ? new SessionOwner(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.Identity.Name ?? string.Empty)
        : default;
}
