// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>Hears what is to be told to watching connections, and whose connections are to end. Implementations only hand the news on and never wait.</summary>
public interface IUserObserver
{
    /// <summary>Users that a connection watches came or went.</summary>
    /// <param name="connectionId">The connection that watches.</param>
    /// <param name="online">Users that are now online.</param>
    /// <param name="offline">Users that are now offline.</param>
    void OnWatchlistEvents(string connectionId, IReadOnlyList<string> online, IReadOnlyList<string> offline);

    /// <summary>A user's connections on this node are to be closed.</summary>
    /// <param name="userId">The user.</param>
    void OnTerminated(string userId);
}
