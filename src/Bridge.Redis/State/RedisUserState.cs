// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Core.Users;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>
/// The state of one hub's users in Redis. All nodes hear who comes and goes on one Redis channel, and tell their own watching
/// connections.
/// </summary>
/// <remarks>
/// While Redis is away users of this node come online for its own connections, and nobody goes offline: they may be on another node.
/// The observer is called with no lock held but the one that keeps the news in their order.
/// </remarks>
internal sealed partial class RedisUserState : IUserState
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, HashSet<string>> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Watchlist> _watchlists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Watchlist>> _watchers = new(StringComparer.Ordinal);
    private readonly StateServices _services;
    private readonly NodeLease _lease;
    private readonly DueList _due;
    private readonly WatchlistTeller _teller;
    private readonly TimeSpan _offlineDelay;

    public RedisUserState(StateServices services, NodeLease lease, IUserObserver observer, TimeSpan offlineDelay)
    {
        _services = services;
        _lease = lease;
        _due = new DueList(services, lease.Keys.DueUsers);
        _offlineDelay = offlineDelay;
        _observer = observer;
        _teller = new WatchlistTeller(observer);
        _subscribed = HearAsync();
        lease.Add(this);
    }

    /// <inheritdoc />
    public async ValueTask SignInAsync(string userId, string connectionId, CancellationToken cancellationToken)
    {
        await _lease.Ready;
        Task? signingIn;
        lock (_sync)
        {
            if (!_connections.TryGetValue(userId, out HashSet<string>? connections))
            {
                _connections.Add(userId, connections = new HashSet<string>(StringComparer.Ordinal));
            }

            connections.Add(connectionId);
            signingIn = SignInAsync(userId, [connectionId]);
        }

        if (!await TryAsync(signingIn))
        {
            OnNews(new UserNewsMessage(UserNewsMessage.Online, 0, [userId]));
        }
    }

    /// <inheritdoc />
    public async ValueTask SignOutAsync(string userId, string connectionId, CancellationToken cancellationToken)
    {
        Task? signingOut;
        lock (_sync)
        {
            if (!_connections.TryGetValue(userId, out HashSet<string>? connections) || !connections.Remove(connectionId))
            {
                return;
            }

            if (connections.Count == 0)
            {
                _connections.Remove(userId);
            }

            signingOut = SignOutAsync(userId, FieldOf(_lease.Node, connectionId));
        }

        if (!await TryAsync(signingOut))
        {
            lock (_sync)
            {
                _signOuts.Enqueue((userId, connectionId));
            }
        }
    }

    /// <inheritdoc />
    public ValueTask TerminateAsync(string userId, CancellationToken cancellationToken)
    {
        // This node hears it too; while Redis is away it is sent later, and must not wait for that here.
        if (_lease.IsShared)
        {
            _services.Redis.Publish(_lease.Keys.UserNews, new UserNewsMessage(UserNewsMessage.Terminate, 0, [userId]));
        }
        else
        {
            _observer.OnTerminated(userId);
        }

        return ValueTask.CompletedTask;
    }

    private static string FieldOf(string node, string connectionId) => $"c:{node}\n{connectionId}\n";

    /// <summary>Waits for what was sent to Redis; null when it was not sent because Redis is away.</summary>
    /// <returns>False when it did not reach it.</returns>
    private async Task<bool> TryAsync(Task? sent)
    {
        try
        {
            await (sent ?? Task.CompletedTask);
            return sent is not null;
        }
        catch (IOException e)
        {
            _lease.OnFailure(e);
            return false;
        }
    }

    private Task<bool>? SignInAsync(string userId, IEnumerable<string> connectionIds)
    {
        if (!_lease.IsShared)
        {
            return null;
        }

        string node = _lease.Node;
        _lease.Send(new RespCommand("SADD"u8.ToArray(), _lease.Keys.UsersOf(node), StateKeys.Bytes(userId)));
        return _lease.AskAsync(
            RedisScripts.UserSignIn,
            [_lease.Keys.UserVersion, _lease.Keys.User(userId)],
            [StateKeys.Bytes(userId), _lease.Keys.UserNews, .. connectionIds.Select(id => (ReadOnlyMemory<byte>)StateKeys.Bytes(FieldOf(node, id)))],
            _ => true);
    }

    private Task<bool>? SignOutAsync(string userId, string fields)
    {
        if (!_lease.IsShared)
        {
            return null;
        }

        return _lease.AskAsync(
            RedisScripts.UserSignOut,
            [_lease.Keys.UserVersion, _lease.Keys.User(userId)],
            [StateKeys.Milliseconds(_offlineDelay), StateKeys.Bytes(fields)],
            due =>
            {
                if (due.AsInteger() > 0)
                {
                    _lease.Send(new RespCommand(
                        "ZADD"u8.ToArray(), _lease.Keys.DueUsers, "LT"u8.ToArray(), due.Bytes, StateKeys.Bytes(userId)));
                }

                lock (_sync)
                {
                    if (!_connections.ContainsKey(userId))
                    {
                        _lease.Send(new RespCommand("SREM"u8.ToArray(), _lease.Keys.UsersOf(_lease.Node), StateKeys.Bytes(userId)));
                    }
                }

                return true;
            });
    }

    private void OnNews(ReadOnlySequence<byte> payload)
    {
        UserNewsMessage news = UserNewsMessage.Read(payload.ToArray());
        if (news.Kind == UserNewsMessage.Terminate)
        {
            Array.ForEach(news.UserIds, _observer.OnTerminated);
        }
        else
        {
            OnNews(news);
        }
    }
}
