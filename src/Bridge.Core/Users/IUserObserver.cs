// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>Hears what watching connections are to be told. Implementations only hand the news on and never wait.</summary>
public interface IUserObserver
{
    /// <summary>Users that a connection watches came or went.</summary>
    /// <param name="connectionId">The connection that watches.</param>
    /// <param name="online">Users that are now online.</param>
    /// <param name="offline">Users that are now offline.</param>
    void OnWatchlistEvents(string connectionId, IReadOnlyList<string> online, IReadOnlyList<string> offline);
}
