// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Claims;
using Bridge.Pusher.AuthEndpoints;

namespace Bridge.Pusher.Users;

/// <summary>Takes the claim <see cref="ClaimTypes.NameIdentifier"/> for the id, as SignalR does, and tells others the name.</summary>
internal sealed class ClaimsUserProvider : IPusherUserProvider
{
    public PusherAuthUser? GetUser(ClaimsPrincipal principal)
    {
        string? id = principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? principal.Identity?.Name;
        return principal.Identity is { IsAuthenticated: true } identity && !string.IsNullOrEmpty(id)
            ? new PusherAuthUser(id) { Info = new { name = identity.Name ?? id } }
            : null;
    }
}
