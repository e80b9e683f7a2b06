// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>
/// Tells the activities that scripts report, each once. A report stays in Redis until it is confirmed, so that one whose answer was
/// lost is told all the same: by this node, or by the one that clears up after it.
/// </summary>
internal sealed class ChannelReports
{
    /// <summary>How many are read at a time; Lua bounds the values of one call.</summary>
    private const int Batch = 500;

    /// <summary>How many are confirmed at the latest, while answers come without a pause.</summary>
    private const int MostUnconfirmed = 64;

    private readonly StateServices _services;
    private readonly NodeLease _lease;
    private readonly IChannelObserver _observer;
    private readonly Lock _gate = new();
    private readonly HashSet<(string Stream, string Id)> _told = [];
    private readonly List<(string Stream, string Id)> _unconfirmed = [];
    private long? _invalidSince;

    public ChannelReports(StateServices services, NodeLease lease, IChannelObserver observer)
    {
        _services = services;
        _lease = lease;
        _observer = observer;
        lease.Replies.Idle = ConfirmWhatIsLeft;
    }

    /// <summary>Answers may have been lost. Scripts that were under way may even run later than what is asked next, for a while.</summary>
    public void Invalidate() => _invalidSince = _services.Time.GetTimestamp();

    /// <summary>Tells what the end of a transition reported (channel.lua, "finish"). Called while answers are handled, one at a time.</summary>
    public void Tell(RespValue reports)
    {
        if (reports.Items is not [var name, .. var entries])
        {
            return;
        }

        string stream = ChannelReply.Text(name);
        int unconfirmed = 0;
        foreach (RespValue entry in entries)
        {
            string id = ChannelReply.Text(entry.Items[0]);
            lock (_gate)
            {
                if (!_told.Add((stream, id)))
                {
                    continue;
                }

                _unconfirmed.Add((stream, id));
                unconfirmed = _unconfirmed.Count;
            }

            foreach (ChannelActivity activity in ChannelReply.Activities(entry.Items[1]))
            {
                _observer.OnActivity(activity);
            }
        }

        if (unconfirmed >= MostUnconfirmed)
        {
            _ = ConfirmAsync();
        }
    }

    /// <summary>After an interruption, tells what was reported to this node in answers that never came.</summary>
    public async Task RecoverAsync()
    {
        if (_invalidSince is not { } since)
        {
            return;
        }

        bool isOver = _services.Time.GetElapsedTime(since) >= _services.Options.NodeTimeout;
        await TakeOverAsync(_lease.Node);
        if (isOver && _invalidSince == since)
        {
            _invalidSince = null;
        }
    }

    /// <summary>Tells what was reported to a node and not confirmed.</summary>
    /// <param name="node">This node, a former name of it, or a dead one.</param>
    public async Task TakeOverAsync(string node)
    {
        await ConfirmAsync();
        byte[] own = _lease.Keys.ReportsOf(_lease.Node), other = _lease.Keys.ReportsOf(node);
        string start = "-";
        RespValue[] read;
        do
        {
            read = await _lease.AskAsync(
                RedisScripts.CollectReports, [own, other], [StateKeys.Bytes(start), StateKeys.Number(Batch)], reply =>
                {
                    Tell(reply);
                    return reply.Items;
                });
            start = own.AsSpan().SequenceEqual(other) ? $"({ChannelReply.Text(read[^1].Items.FirstOrDefault())}" : start;
        }
        while (read.Length > Batch);
    }

    /// <summary>The node stops: confirms what it has told, and leaves nothing that is empty.</summary>
    public async Task EndAsync()
    {
        await ConfirmAsync();
        await _lease.AskAsync(RedisScripts.ForgetReports, [_lease.Keys.ReportsOf(_lease.Node)], [], static _ => true);
    }

    private void ConfirmWhatIsLeft()
    {
        lock (_gate)
        {
            // While Redis is away it would fail again and again. It is made up for when the node comes back.
            if (_unconfirmed.Count == 0 || !_lease.IsShared)
            {
                return;
            }
        }

        _ = ConfirmAsync();
    }

    private async Task ConfirmAsync()
    {
        (string Stream, string Id)[] reports;
        lock (_gate)
        {
            reports = [.. _unconfirmed];
            _unconfirmed.Clear();
        }

        foreach (IGrouping<string, (string Stream, string Id)> stream in reports.GroupBy(report => report.Stream))
        {
            foreach ((string Stream, string Id)[] batch in stream.Chunk(Batch))
            {
                await ConfirmAsync(stream.Key, batch);
            }
        }
    }

    private async Task ConfirmAsync(string stream, (string Stream, string Id)[] reports)
    {
        try
        {
            await _lease.AskAsync(
                RedisScripts.ConfirmReports,
                [StateKeys.Bytes(stream)],
                [.. reports.Select(report => (ReadOnlyMemory<byte>)StateKeys.Bytes(report.Id))],
                reply => reply.AsInteger());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Still there perhaps, and known not to be told again.
            lock (_gate)
            {
                _unconfirmed.AddRange(reports);
            }

            return;
        }

        lock (_gate)
        {
            _told.ExceptWith(reports);
        }
    }
}
