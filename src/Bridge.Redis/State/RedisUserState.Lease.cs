// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Users;
using Bridge.Redis.Backplane;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <content>What belongs to this node, what dead nodes left, and who goes offline.</content>
internal sealed partial class RedisUserState : ILeasedState
{
    private const int Batch = 256;

    private readonly Queue<(string UserId, string ConnectionId)> _signOuts = new();
    private readonly IUserObserver _observer;
    private readonly Task _subscribed;
    private long _invalidatedAt;
    private bool _needsSignIn;
    private bool _needsReading;

    /// <remarks>All nodes hear one channel, whatever they are called. It is heard from the beginning; this waits until it is heard again.</remarks>
    /// <inheritdoc/>
    public Task SubscribeAsync(string node) => HearAsync();

    public void Unsubscribe(string node) => _services.Redis.Unsubscribe(_lease.Keys.UserNews);

    public void Invalidate()
    {
        // Who is online is read when the other nodes have brought back theirs too.
        _needsSignIn = _needsReading = true;
        _invalidatedAt = _services.Time.GetTimestamp();
    }

    public async Task<bool> RepairAsync()
    {
        while (TryPeekSignOut(out (string UserId, string ConnectionId) left))
        {
            if (!await TryAsync(SignOutAsync(left.UserId, FieldOf(_lease.Node, left.ConnectionId))))
            {
                return false;
            }

            lock (_sync)
            {
                _signOuts.Dequeue();
            }
        }

        if (_needsSignIn)
        {
            _needsSignIn = !await ForAllAsync(() => _connections.Keys, SignInAgainAsync);
        }

        if (!_needsSignIn && _needsReading && _services.Time.GetElapsedTime(_invalidatedAt) >= _services.Options.NodeTimeout / 2)
        {
            _needsReading = !await ForAllAsync(() => _watchlists.Values, ReadAsync);
        }

        return !_needsSignIn;
    }

    public Task SettleAsync() => _due.SettleAsync(async users =>
    {
        RespValue next = await _services.Redis.EvaluateAsync(
            RedisScripts.UserSettle,
            [_lease.Keys.UserVersion, .. users.Select(user => (ReadOnlyMemory<byte>)_lease.Keys.User(ChannelReply.Text(user)))],
            [_lease.Keys.UserNews, .. users.Select(user => user.Bytes)],
            CancellationToken.None);
        return next.Items.Select(time => time.Bytes);
    });

    public async Task ClearAsync(string node, bool isDead)
    {
        byte[] key = _lease.Keys.UsersOf(node);
        RespValue users = await _services.Redis.ExecuteAsync(new RespCommand("SMEMBERS"u8.ToArray(), key), CancellationToken.None);
        foreach (RespValue[] batch in users.Items.Chunk(Batch))
        {
            await Task.WhenAll(batch.Select(user => SignOutAsync(ChannelReply.Text(user), $"c:{node}\n") ?? Task.FromResult(true)));
        }

        await _services.Redis.ExecuteAsync(new RespCommand("DEL"u8.ToArray(), key), CancellationToken.None);
    }

    private Task HearAsync() => _services.Redis.SubscribeAsync(
        _lease.Keys.UserNews, new WireSubscriber("news of users", _services.Malformed, OnNews));

    private bool TryPeekSignOut(out (string UserId, string ConnectionId) left)
    {
        lock (_sync)
        {
            return _signOuts.TryPeek(out left);
        }
    }

    private async Task<bool> ForAllAsync<T>(Func<IEnumerable<T>> list, Func<T, Task?> begin)
    {
        T[] items;
        lock (_sync)
        {
            items = [.. list()];
        }

        bool isDone = true;
        foreach (T[] batch in items.Chunk(Batch))
        {
            bool[] done = await Task.WhenAll(batch.Select(item => TryAsync(begin(item))));
            isDone &= !done.Contains(false);
        }

        return isDone;
    }

    private Task<bool>? SignInAgainAsync(string userId)
    {
        lock (_sync)
        {
            return _connections.TryGetValue(userId, out HashSet<string>? connections) ? SignInAsync(userId, [.. connections]) : Task.FromResult(true);
        }
    }
}
