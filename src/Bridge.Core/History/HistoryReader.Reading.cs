// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.History;

/// <content>Reading what is missing.</content>
internal sealed partial class HistoryReader
{
    /// <summary>After so many attempts to read what is missing, the messages that wait go on without it.</summary>
    private const int MostAttempts = 5;

    private Task? _reading;
    private bool _mustRead;
    private int _attempts;

    // Elsewhere: the store has a lock of its own, and calls this object while it holds it.
    private Task StartReading() => Task.Run(ReadAsync);

    private async Task ReadAsync()
    {
        HistoryPosition? after;
        bool isCheck;
        lock (_gate)
        {
            after = _last;
            isCheck = _mustRead;
            _mustRead = false;
        }

        try
        {
            HistorySlice slice = await hub.Store.ReadAsync(group.Name, limits, after);
            if (after is { } known && known.Epoch != slice.Top.Epoch)
            {
                slice = await hub.Store.ReadAsync(group.Name, limits, new HistoryPosition(slice.Top.Epoch, 0));
            }

            lock (_gate)
            {
                Apply(slice, isBeginning: after is null);
            }
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _mustRead |= isCheck;
                OnUnreadable(e);
            }
        }
    }

    private void Apply(HistorySlice slice, bool isBeginning)
    {
        _attempts = 0;
        _reading = null;
        if (isBeginning)
        {
            // What has come already was sent after this node began to hear the channel.
            long first = slice.Top.Offset + 1;
            foreach ((HistoryArrival arrival, long offset) in _early.UnorderedItems)
            {
                first = arrival.Position.Epoch == slice.Top.Epoch ? Math.Min(first, offset) : first;
            }

            _last = slice.Top with { Offset = first - 1 };
        }
        else
        {
            CatchUp(slice);
        }

        if (DeliverEarly() || _early.Count > 0 || _mustRead)
        {
            _reading = StartReading();
        }
    }

    private void CatchUp(HistorySlice slice)
    {
        if (slice.Top.Epoch != _last!.Value.Epoch)
        {
            hub.OnEpochChanged(group.Name);
            _last = slice.Top with { Offset = 0 };
        }

        int recovered = 0;
        foreach (HistoryEntry entry in slice.Entries)
        {
            if (entry.Offset > _last.Value.Offset)
            {
                SkipTo(entry.Offset);
                Deliver(HistoryArrival.Of(entry, slice.Top.Epoch));
                recovered++;
            }
        }

        SkipTo(slice.Top.Offset + 1);
        hub.OnRecovered(group.Name, recovered);
    }

    private void OnUnreadable(Exception failure)
    {
        _reading = null;
        if (_early.Count == 0 && !_mustRead)
        {
            // Nobody waits for it.
            return;
        }

        if (_attempts++ == 0)
        {
            hub.OnUnreadable(group.Name, failure);
        }

        if (_attempts >= MostAttempts || _early.Count > limits.Size)
        {
            DeliverWithGaps();
        }

        if (_early.Count > 0 || _mustRead)
        {
            AwaitLate(HubHistory.RetryInterval * Math.Min(_attempts, MostAttempts));
        }
        else
        {
            _attempts = 0;
        }
    }

    private void DeliverWithGaps()
    {
        while (_early.TryDequeue(out HistoryArrival arrival, out long offset))
        {
            if (_last?.Epoch != arrival.Position.Epoch)
            {
                _last = arrival.Position with { Offset = offset - 1 };
            }

            if (offset > _last.Value.Offset)
            {
                SkipTo(offset);
                Deliver(arrival);
            }
        }
    }

    /// <summary>Gives up what is before a message and is not there any more.</summary>
    private void SkipTo(long offset)
    {
        long missing = offset - _last!.Value.Offset - 1;
        if (missing > 0)
        {
            hub.OnLost(group.Name, missing);
            _last = _last.Value with { Offset = offset - 1 };
        }
    }
}
