// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Http;

namespace Bridge.SockJS.Roaming;

/// <summary>
/// Knows the HTTP sessions of all nodes of a farm, so that any node can take any request. A service uses the one that the
/// container has; without one each node knows its own sessions only, and a load balancer must send a client to the same node.
/// </summary>
public interface ISessionDirectory
{
    /// <summary>Asks for a session that this node does not have. Nothing of the request has been read.</summary>
    /// <param name="context">The request.</param>
    /// <param name="session">The session's name, unique among all services of the farm.</param>
    /// <param name="isReceiver">
    /// Whether the request takes the session's messages: one that no node has then begins at this node, and is claimed for it.
    /// </param>
    /// <returns>Where the session is. Never fails because the directory is out of reach: the session is then said to be here.</returns>
    ValueTask<SessionPlace> LocateAsync(HttpContext context, string session, bool isReceiver);

    /// <summary>Gives up the claim to a session that ended. Never waits and never fails.</summary>
    /// <param name="session">The session's name.</param>
    void Release(string session);
}
