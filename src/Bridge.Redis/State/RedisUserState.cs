// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Core.Users;

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
    private readonly LocalUsers _users = new();
    private readonly Dictionary<string, Watchlist> _watchlists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Watchlist>> _watchers = new(StringComparer.Ordinal);
    private readonly StateServices _services;
    private readonly NodeLease _lease;
    private readonly UserCommands _commands;
    private readonly DueList _due;
    private readonly WatchlistTeller _teller;
    private readonly IUserObserver _observer;

    // Tells this node's own terminations from those of others.
    private readonly long _origin = Random.Shared.NextInt64(1, long.MaxValue);

    public RedisUserState(StateServices services, NodeLease lease, IUserObserver observer, TimeSpan offlineDelay)
    {
        _services = services;
        _lease = lease;
        _commands = new UserCommands(services, lease, offlineDelay);
        _due = new DueList(services, lease.Keys.DueUsers);
        _observer = observer;
        _teller = new WatchlistTeller(observer);
        _subscribed = HearAsync();
        lease.Add(this);
    }

    /// <summary>The users of this node that are in memory.</summary>
    internal int UserCount
    {
        get
        {
            lock (_sync)
            {
                return _users.Count;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask SignInAsync(string userId, string connectionId, CancellationToken cancellationToken)
    {
        await _lease.Ready;
        Task? signingIn;
        lock (_sync)
        {
            _users.Add(userId, connectionId);
            signingIn = _users.MayTell(userId, _lease.IsShared) ? _commands.SignInAsync(userId, connectionId) : null;
        }

        if (!await TryTellAsync(userId, signingIn))
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
            if (!_users.Remove(userId, connectionId))
            {
                return;
            }

            signingOut = _users.MayTell(userId, _lease.IsShared) ? _commands.SignOutAsync(userId, connectionId) : null;
        }

        await TryTellAsync(userId, signingOut);
    }

    /// <inheritdoc />
    public ValueTask TerminateAsync(string userId, CancellationToken cancellationToken)
    {
        // While Redis is away the others hear it when it is back; this node does not wait for that.
        _services.Redis.Publish(_lease.Keys.UserNews, new UserNewsMessage(UserNewsMessage.Terminate, _origin, [userId]));
        _observer.OnTerminated(userId);
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits until Redis has been told of a user; null when it is told later.</summary>
    /// <returns>False when it was not told.</returns>
    private async Task<bool> TryTellAsync(string userId, Task? telling)
    {
        bool isTold = await TryAsync(telling);
        lock (_sync)
        {
            if (isTold)
            {
                _users.OnTold(userId);
            }
            else if (telling is not null)
            {
                _users.SetOutdated(userId);
            }
        }

        return isTold;
    }

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

    private void OnNews(ReadOnlySequence<byte> payload)
    {
        UserNewsMessage news = UserNewsMessage.Read(payload.ToArray());
        if (news.Kind != UserNewsMessage.Terminate)
        {
            OnNews(news);
        }
        else if (news.Version != _origin)
        {
            Array.ForEach(news.UserIds, _observer.OnTerminated);
        }
    }
}
