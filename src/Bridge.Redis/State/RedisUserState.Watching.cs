// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <content>Connections that watch users.</content>
internal sealed partial class RedisUserState
{
    /// <inheritdoc />
    public async ValueTask WatchAsync(string connectionId, IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        await _lease.Ready;
        await _subscribed;
        Watchlist? watchlist = null;
        lock (_sync)
        {
            StopWatching(connectionId);
            if (userIds.Count > 0)
            {
                watchlist = StartWatching(connectionId, [.. userIds.Distinct(StringComparer.Ordinal)]);
            }
        }

        if (watchlist is not null && !await TryAsync(ReadAsync(watchlist)))
        {
            lock (_sync)
            {
                OnRead(watchlist, 0, [.. watchlist.UserIds.Where(_users.IsHere)]);
            }

            _teller.Flush();
        }
    }

    /// <inheritdoc />
    public void Unwatch(string connectionId)
    {
        lock (_sync)
        {
            StopWatching(connectionId);
        }
    }

    private Task<bool>? ReadAsync(Watchlist watchlist) => !_lease.IsShared
        ? null
        : _commands.ReadAsync(watchlist.UserIds, (version, online) =>
        {
            lock (_sync)
            {
                OnRead(watchlist, version, online);
            }

            _teller.Flush();
        });

    private void OnNews(UserNewsMessage news)
    {
        lock (_sync)
        {
            HashSet<Watchlist> concerned = [];
            foreach (string userId in news.UserIds)
            {
                concerned.UnionWith(_watchers.GetValueOrDefault(userId) ?? []);
            }

            foreach (Watchlist watchlist in concerned)
            {
                Apply(watchlist, news);
            }
        }

        _teller.Flush();
    }

    private void OnRead(Watchlist watchlist, long version, HashSet<string> online)
    {
        if (_watchlists.GetValueOrDefault(watchlist.ConnectionId) != watchlist)
        {
            return;
        }

        (List<string> came, List<string> went) = watchlist.Read(version, online);
        _teller.Add(watchlist.ConnectionId, came, went);
        foreach (UserNewsMessage news in watchlist.TakeEarly())
        {
            Apply(watchlist, news);
        }
    }

    private void Apply(Watchlist watchlist, UserNewsMessage news)
    {
        List<string> changed = watchlist.Apply(news);
        bool isOnline = news.Kind == UserNewsMessage.Online;
        _teller.Add(watchlist.ConnectionId, isOnline ? changed : [], isOnline ? [] : changed);
    }

    private Watchlist StartWatching(string connectionId, string[] userIds)
    {
        var watchlist = new Watchlist(connectionId, userIds);
        _watchlists.Add(connectionId, watchlist);
        foreach (string userId in userIds)
        {
            if (!_watchers.TryGetValue(userId, out HashSet<Watchlist>? watchers))
            {
                _watchers.Add(userId, watchers = []);
            }

            watchers.Add(watchlist);
        }

        return watchlist;
    }

    private void StopWatching(string connectionId)
    {
        if (!_watchlists.Remove(connectionId, out Watchlist? watchlist))
        {
            return;
        }

        foreach (string userId in watchlist.UserIds)
        {
            HashSet<Watchlist> watchers = _watchers[userId];
            watchers.Remove(watchlist);
            if (watchers.Count == 0)
            {
                _watchers.Remove(userId);
            }
        }
    }
}
