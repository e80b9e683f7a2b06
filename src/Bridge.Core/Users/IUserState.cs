// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>The truth about who is signed in that all nodes share. A user is online with at least one connection.</summary>
/// <remarks>
/// Coming online is told at once; going offline only after <see cref="UserStateOptions.OfflineDelay"/>, so that a reload of a
/// page is no news. Signing in and out twice is harmless.
/// </remarks>
public interface IUserState
{
    /// <summary>A connection became one of a user's.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="connectionId">The connection.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask SignInAsync(string userId, string connectionId, CancellationToken cancellationToken);

    /// <summary>A connection ended or stopped being one of a user's.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="connectionId">The connection.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask SignOutAsync(string userId, string connectionId, CancellationToken cancellationToken);

    /// <summary>
    /// Lets a connection watch users: one <see cref="IUserObserver.OnWatchlistEvents"/> with the present state at once
    /// (online ones and offline ones), then one for each instant at which something changes.
    /// </summary>
    /// <param name="connectionId">The connection that watches.</param>
    /// <param name="userIds">Whom it watches.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask WatchAsync(string connectionId, IReadOnlyList<string> userIds, CancellationToken cancellationToken);

    /// <summary>Ends a connection's watching.</summary>
    /// <param name="connectionId">The connection.</param>
    void Unwatch(string connectionId);

    /// <summary>
    /// Tells every node to close the connections of a user, by one <see cref="IUserObserver.OnTerminated"/> on each. Connections that
    /// sign in afterwards are not concerned; the ends of the closed ones come as sign-outs.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask TerminateAsync(string userId, CancellationToken cancellationToken);
}
