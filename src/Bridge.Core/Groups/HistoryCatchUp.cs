// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.Core.History;

namespace Bridge.Core.Groups;

/// <summary>
/// A member that reads more slowly than its channel speaks. What the channel sends stays in the history; when the connection's
/// queue is empty the member gets it from there. Belongs to the delivery loop.
/// </summary>
/// <param name="membership">The membership.</param>
/// <param name="reader">The channel's messages.</param>
/// <param name="first">The message that found no room.</param>
internal sealed class HistoryCatchUp(DialectMembership membership, HistoryReader reader, HistoryPosition first) : IShardWork
{
    private HistoryPosition _last = first with { Offset = first.Offset - 1 };
    private HistoryPosition _newest = first;

    private DialectMember Member => membership.DialectMember;

    private DeliveryContext Delivery => Member.Outbox.Shard.Context;

    /// <summary>Notes a message that the member gets later.</summary>
    public void Pass(HistoryPosition position) => _newest = position;

    /// <summary>Begins to read as soon as the queue is empty.</summary>
    public void Begin() => Member.Outbox.WhenEmpty(this);

    void IShardWork.Execute() => _ = ReadAsync();

    private async Task ReadAsync()
    {
        HistorySlice? slice = null;
        try
        {
            slice = await reader.ReadAsync(_last);
        }
        catch (Exception)
        {
            // Out of reach: for the member that is as if nothing was kept.
        }

        Member.Outbox.Shard.Post(new ReadWork(this, slice));
    }

    private void Apply(HistorySlice? slice)
    {
        if (membership.Index < 0)
        {
            return;
        }

        if ((slice is null || !slice.Follows(_last)) && !MayGoOnAfterLoss())
        {
            membership.GiveUp();
            return;
        }

        foreach (HistoryEntry entry in slice?.Entries ?? [])
        {
            if (!TryAppend(entry))
            {
                Begin();
                return;
            }
        }

        _last = slice?.Top ?? _newest;
        if (_last.Epoch == _newest.Epoch && _last.Offset < _newest.Offset)
        {
            Begin();
        }
        else
        {
            membership.EndCatchUp();
        }
    }

    private bool TryAppend(HistoryEntry entry)
    {
        if (!entry.Message.ExcludedConnectionIds.Contains(Member.ConnectionId) && reader.Read(entry.Message).For(Member.Dialect) is { } message)
        {
            if (!Member.Outbox.HasSpareRoomFor(message))
            {
                return false;
            }

            Member.Outbox.Append(message);
        }

        _last = _last with { Offset = entry.Offset };
        return true;
    }

    private bool MayGoOnAfterLoss()
    {
        if (Delivery.Options.SlowConsumer == SlowConsumerPolicy.Disconnect)
        {
            Delivery.Metrics.SlowConsumerDisconnected();
            return false;
        }

        Delivery.Metrics.MessageDropped();
        return true;
    }

    private sealed class ReadWork(HistoryCatchUp catchUp, HistorySlice? slice) : IShardWork
    {
        public void Execute() => catchUp.Apply(slice);
    }
}
