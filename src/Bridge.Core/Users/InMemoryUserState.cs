// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Timing;

namespace Bridge.Core.Users;

/// <summary>
/// The state of the users of one hub on one node. One lock guards it all, because one change may concern many watching
/// connections; it is never held while the observer is called. Nothing here ever waits, so no cancellation is needed.
/// </summary>
/// <remarks>
/// Each connection hears its news in their order. News that were on their way when a connection stopped watching still
/// reach the observer. A user is in memory while online or watched.
/// </remarks>
internal sealed class InMemoryUserState : IUserState
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, UserEntry> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UserEntry[]> _watchlists = new(StringComparer.Ordinal);
    private readonly IUserObserver _observer;
    private readonly WatchlistOutbox _outbox;
    private readonly DelayQueue<UserEntry> _departures;
    private readonly TimeSpan _offlineDelay;

    public InMemoryUserState(IUserObserver observer, TimeSpan offlineDelay, TimeProvider time)
    {
        _observer = observer;
        _outbox = new WatchlistOutbox(observer);
        _offlineDelay = offlineDelay;
        _departures = new DelayQueue<UserEntry>(time, OnDeparturesDue);
    }

    /// <summary>The users and the watching connections in memory.</summary>
    internal (int Users, int Watchlists) EntryCounts
    {
        get
        {
            lock (_sync)
            {
                return (_users.Count, _watchlists.Count);
            }
        }
    }

    /// <summary>The users that wait to go offline.</summary>
    internal int WaitingCount => _departures.Count;

    /// <inheritdoc />
    public ValueTask SignInAsync(string userId, string connectionId, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            UserEntry user = GetOrAdd(userId);
            user.Connections.Add(connectionId);
            if (!user.IsOnline)
            {
                user.IsOnline = true;
                string[] online = [userId];
                foreach (string watcher in user.Watchers)
                {
                    _outbox.Add(new WatchlistNews(watcher, online, []));
                }
            }
        }

        _outbox.Flush();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask SignOutAsync(string userId, string connectionId, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            if (_users.TryGetValue(userId, out UserEntry? user)
                && user.Connections.Remove(connectionId)
                && user.Connections.Count == 0)
            {
                user.OfflineAt = _departures.After(_offlineDelay);
                AwaitOffline(user);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WatchAsync(string connectionId, IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            StopWatching(connectionId);
            if (userIds.Count > 0)
            {
                StartWatching(connectionId, userIds);
            }
        }

        _outbox.Flush();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public void Unwatch(string connectionId)
    {
        lock (_sync)
        {
            StopWatching(connectionId);
        }
    }

    /// <inheritdoc />
    public ValueTask TerminateAsync(string userId, CancellationToken cancellationToken)
    {
        _observer.OnTerminated(userId);
        return ValueTask.CompletedTask;
    }

    private void StartWatching(string connectionId, IReadOnlyList<string> userIds)
    {
        List<UserEntry> watched = new(userIds.Count);
        List<string> online = [], offline = [];
        foreach (string userId in userIds)
        {
            UserEntry user = GetOrAdd(userId);

            // An id that is listed twice is told once.
            if (user.Watchers.Add(connectionId))
            {
                watched.Add(user);
                (user.IsOnline ? online : offline).Add(userId);
            }
        }

        _watchlists.Add(connectionId, [.. watched]);
        _outbox.Add(new WatchlistNews(connectionId, online, offline));
    }

    private void StopWatching(string connectionId)
    {
        if (_watchlists.Remove(connectionId, out UserEntry[]? watched))
        {
            foreach (UserEntry user in watched)
            {
                user.Watchers.Remove(connectionId);
                DropIfUnused(user);
            }
        }
    }

    private void AwaitOffline(UserEntry user)
    {
        // A user waits once, however often the last connection ends and the first one comes back.
        if (!user.AwaitsOffline)
        {
            user.AwaitsOffline = true;
            _departures.Add(user, user.OfflineAt);
        }
    }

    private void OnDeparturesDue(IReadOnlyList<UserEntry> users)
    {
        lock (_sync)
        {
            TimeSpan now = _departures.Now;
            Dictionary<string, List<string>> offlineByWatcher = new(StringComparer.Ordinal);
            foreach (UserEntry user in users)
            {
                user.AwaitsOffline = false;
                if (user.Connections.Count > 0)
                {
                    continue;
                }

                if (user.OfflineAt > now)
                {
                    AwaitOffline(user);
                    continue;
                }

                GoOffline(user, offlineByWatcher);
            }

            foreach ((string watcher, List<string> offline) in offlineByWatcher)
            {
                _outbox.Add(new WatchlistNews(watcher, [], offline));
            }
        }

        _outbox.Flush();
    }

    private void GoOffline(UserEntry user, Dictionary<string, List<string>> offlineByWatcher)
    {
        user.IsOnline = false;
        foreach (string watcher in user.Watchers)
        {
            if (!offlineByWatcher.TryGetValue(watcher, out List<string>? offline))
            {
                offlineByWatcher.Add(watcher, offline = []);
            }

            offline.Add(user.UserId);
        }

        DropIfUnused(user);
    }

    private UserEntry GetOrAdd(string userId)
    {
        if (!_users.TryGetValue(userId, out UserEntry? user))
        {
            _users.Add(userId, user = new UserEntry(userId));
        }

        return user;
    }

    private void DropIfUnused(UserEntry user)
    {
        if (!user.IsOnline && user.Watchers.Count == 0)
        {
            _users.Remove(user.UserId);
        }
    }
}
