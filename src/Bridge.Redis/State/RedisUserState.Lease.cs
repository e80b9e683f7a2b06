// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Backplane;

namespace Bridge.Redis.State;

/// <content>What belongs to this node, what dead nodes left, and who goes offline.</content>
internal sealed partial class RedisUserState : ILeasedState
{
    /// <summary>How many users, or watching connections, are brought up to date at a time.</summary>
    private const int Batch = 256;

    private readonly Task _subscribed;
    private long _invalidatedAt;
    private bool _needsReading;

    public string Name => "users";

    /// <remarks>All nodes hear one channel, whatever they are called. It is heard from the beginning; this waits until it is heard again.</remarks>
    /// <inheritdoc/>
    public Task SubscribeAsync(string node) => HearAsync();

    public void Unsubscribe(string node) => _services.Redis.Unsubscribe(_lease.Keys.UserNews);

    public void Invalidate()
    {
        lock (_sync)
        {
            _users.SetAllOutdated();
        }

        // Who is online is read when the other nodes have brought back theirs too.
        _needsReading = true;
        _invalidatedAt = _services.Time.GetTimestamp();
    }

    public async Task<bool> RepairAsync(CancellationToken sharing)
    {
        bool isWell = await ForAllAsync(() => _users.Outdated, UpdateAsync, sharing);
        if (isWell && _needsReading && _services.Time.GetElapsedTime(_invalidatedAt) >= _services.Options.NodeTimeout / 2)
        {
            _needsReading = !await ForAllAsync(() => _watchlists.Values, watchlist => TryAsync(ReadAsync(watchlist)), sharing);
        }

        return isWell;
    }

    public Task SettleAsync(CancellationToken sharing) => _due.SettleAsync(_commands.SettleAsync, sharing);

    public Task ClearAsync(string node, bool isDead, CancellationToken cancellationToken) =>
        new NodeSet(_services, _lease.Keys.UsersOf(node)).ClearAsync([], userId => _commands.ClearAsync(userId, node), cancellationToken);

    private Task HearAsync() => _services.Redis.SubscribeAsync(
        _lease.Keys.UserNews, new WireSubscriber("news of users", _services.Malformed, OnNews));

    /// <summary>Tells Redis which connections a user has here.</summary>
    /// <returns>False when it was not told.</returns>
    private async Task<bool> UpdateAsync(string userId)
    {
        Task? updating = null;
        lock (_sync)
        {
            if (_users.Update(userId) is { } connectionIds)
            {
                updating = _commands.SyncAsync(userId, connectionIds);
            }
        }

        return updating is null || await TryTellAsync(userId, updating);
    }

    private async Task<bool> ForAllAsync<T>(Func<IEnumerable<T>> list, Func<T, Task<bool>> tryAsync, CancellationToken sharing)
    {
        T[] items;
        lock (_sync)
        {
            items = [.. list()];
        }

        bool isDone = true;
        foreach (T[] batch in items.Chunk(Batch))
        {
            sharing.ThrowIfCancellationRequested();
            bool[] done = await Task.WhenAll(batch.Select(tryAsync));
            isDone &= !done.Contains(false);
        }

        return isDone;
    }
}
