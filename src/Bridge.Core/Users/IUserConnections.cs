// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>The connections of the users of one hub, in the whole farm, whatever dialect they speak.</summary>
/// <remarks>
/// A user's connections are those that signed in as the user, and those of native clients whose <c>UserIdentifier</c> is the
/// user's id. To use the id on a presence channel makes a connection nobody's.
/// </remarks>
public interface IUserConnections
{
    /// <summary>
    /// Closes all connections that are the user's at this moment: legacy clients with the code of their dialect that tells them
    /// to stay away (4009 for Pusher), native clients with a close message that does not allow to reconnect. The user may
    /// come back. Nothing happens when nobody is signed in as the user.
    /// </summary>
    /// <param name="userId">The user's id behind the prefix of its namespace.</param>
    /// <param name="cancellationToken">Gives up waiting; nodes that were told already close the connections all the same.</param>
    /// <returns>Done when the nodes are told; the connections may end a moment later.</returns>
    ValueTask TerminateAsync(string userId, CancellationToken cancellationToken = default);
}

/// <summary>The users' connections of one hub; get it by dependency injection.</summary>
/// <typeparam name="THub">The hub.</typeparam>
public interface IUserConnections<THub> : IUserConnections
    where THub : Microsoft.AspNetCore.SignalR.Hub;
