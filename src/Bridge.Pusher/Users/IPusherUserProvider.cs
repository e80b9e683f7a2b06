// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Claims;
using Bridge.Pusher.AuthEndpoints;

namespace Bridge.Pusher.Users;

/// <summary>Says who a principal is on channels: the id and what others may know. Replace it to tell more than the name.</summary>
/// <remarks>
/// Asked by the auth endpoints, and for connections that a policy lets into a presence channel. Give the id that SignalR's
/// <c>IUserIdProvider</c> gives, or the same user is two members. Safe for concurrent calls.
/// </remarks>
public interface IPusherUserProvider
{
    /// <summary>The user; null when the principal is nobody.</summary>
    /// <param name="principal">Who ASP.NET Core authenticated.</param>
    PusherAuthUser? GetUser(ClaimsPrincipal principal);
}
