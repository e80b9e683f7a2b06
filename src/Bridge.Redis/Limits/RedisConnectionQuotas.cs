// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Limits;
using Bridge.Redis.Resp;
using Bridge.Redis.State;

namespace Bridge.Redis.Limits;

/// <summary>
/// Counts the connections of the whole farm (docs/specs/redis.md, "Limits"). While Redis is away a quota is that of each node. What a
/// node has counted is gone with its lease.
/// </summary>
internal sealed class RedisConnectionQuotas : IConnectionQuotas, ILeasedState, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SharedCount> _counts = new(StringComparer.Ordinal);
    private readonly StateServices _services;
    private readonly NodeLease _lease;
    private readonly QuotaKeys _keys;
    private volatile bool _needsRepair;

    public RedisConnectionQuotas(StateServices services, NodeLease lease, string prefix)
    {
        _services = services;
        _lease = lease;
        _keys = new QuotaKeys(prefix);
        lease.Add(this);
    }

    /// <inheritdoc />
    public async ValueTask<bool> TryAddAsync(string scope, int limit)
    {
        SharedCount count = CountOf(scope);
        if (limit == 0)
        {
            Tell(count, count.Add());
            return true;
        }

        Task<bool> place = count.WaitAsync(limit, out bool begin);
        Tell(count, begin);
        return await place;
    }

    /// <inheritdoc />
    public void Release(string scope)
    {
        SharedCount count = CountOf(scope);
        Tell(count, count.Release());
    }

    /// <inheritdoc />
    public async ValueTask<int> CountAsync(string scope, CancellationToken cancellationToken)
    {
        await _lease.Ready.WaitAsync(cancellationToken);
        int here = CountOf(scope).Here;
        if (!_lease.IsShared)
        {
            return here;
        }

        try
        {
            RespValue[] counts = (await _services.Redis.ExecuteAsync(
                new RespCommand("HGETALL"u8.ToArray(), _keys.ConnectionsOf(scope)), cancellationToken)).Items;
            for (int i = 0; i < counts.Length; i += 2)
            {
                string node = ChannelReply.Text(counts[i]);
                here += node == _lease.Node || node == _lease.FormerNode ? 0 : (int)counts[i + 1].AsInteger();
            }
        }
        catch (IOException e)
        {
            _lease.OnFailure(e);
        }

        return here;
    }

    public string Name => "quotas";

    public Task SubscribeAsync(string node) => Task.CompletedTask;

    public void Unsubscribe(string node)
    {
    }

    public void Invalidate() => _needsRepair = true;

    public async Task<bool> RepairAsync(CancellationToken sharing)
    {
        if (_needsRepair)
        {
            _needsRepair = false;
            await Task.WhenAll(_counts.Values.Where(count => count.Repeat()).Select(TellAsync));
        }

        return !_needsRepair;
    }

    public Task SettleAsync(CancellationToken sharing) => Task.CompletedTask;

    public Task ClearAsync(string node, bool isDead, CancellationToken cancellationToken) =>
        new NodeSet(_services, _keys.ScopesOf(node)).ClearAsync(
            [],
            scope => _services.Redis.ExecuteAsync(
                new RespCommand("HDEL"u8.ToArray(), _keys.ConnectionsOf(scope), StateKeys.Bytes(node)), CancellationToken.None),
            cancellationToken);

    /// <summary>Gives back what is left, so that nobody has to wait for the end of the lease.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_lease.IsShared)
        {
            return;
        }

        try
        {
            await Task.WhenAll(_counts.Values.Select(count => AskAsync(count.Scope, count.Here, waiting: 0, limit: 0)));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The end of the lease does it.
        }
    }

    private SharedCount CountOf(string scope) => _counts.GetOrAdd(scope, static scope => new SharedCount(scope));

    private void Tell(SharedCount count, bool begin)
    {
        if (begin)
        {
            _ = TellWhenReadyAsync(count);
        }
    }

    private async Task TellWhenReadyAsync(SharedCount count)
    {
        await _lease.Ready;
        await TellAsync(count);
    }

    /// <summary>Tells Redis of one scope until there is nothing more to tell.</summary>
    private async Task TellAsync(SharedCount count)
    {
        try
        {
            while (count.TryNext(out int here, out int waiting, out int limit))
            {
                if (!_lease.IsShared || await AskAsync(count.Scope, here, waiting, limit) is not { IsNull: false } added)
                {
                    GoAlone(count);
                    return;
                }

                count.Answer((int)added.AsInteger());
            }
        }
        catch (IOException e)
        {
            GoAlone(count);
            _lease.OnFailure(e);
        }
        catch (ObjectDisposedException)
        {
            // The node ends.
            GoAlone(count);
        }
    }

    private Task<RespValue> AskAsync(string scope, int here, int waiting, int limit)
    {
        string node = _lease.Node;
        return _lease.AskAsync(
            RedisScripts.AddConnections,
            [_keys.ConnectionsOf(scope), _keys.ScopesOf(node), _lease.Keys.Nodes],
            [
                StateKeys.Bytes(node), StateKeys.Bytes(_lease.FormerNode ?? string.Empty), StateKeys.Bytes(scope),
                StateKeys.Number(here), StateKeys.Number(waiting), StateKeys.Number(limit),
            ],
            added => added);
    }

    private void GoAlone(SharedCount count)
    {
        count.GoAlone();
        _needsRepair = true;
    }
}
