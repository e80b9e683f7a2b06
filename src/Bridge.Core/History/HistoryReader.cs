// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Groups;

namespace Bridge.Core.History;

/// <summary>
/// Hands the messages of one channel to this node's members, each once and in the order of their numbers. What is missing is read
/// from the history; meanwhile what comes waits.
/// </summary>
/// <param name="group">The members.</param>
/// <param name="limits">What is kept of the channel.</param>
/// <param name="hub">The histories of the hub.</param>
internal sealed partial class HistoryReader(LocalGroup group, HistoryLimits limits, HubHistory hub)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<HistoryArrival, long> _early = new();
    private readonly DeferredNumbers _deferred = new();
    private HistoryPosition? _last;
    private long _lastOwn;
    private bool _isAwaitingLate;

    /// <summary>What is kept of the channel.</summary>
    public HistoryLimits Limits => limits;

    /// <summary>Done when what is being read at this moment has been handed on.</summary>
    internal Task Reading
    {
        get
        {
            lock (_gate)
            {
                return _reading ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>
    /// The position of the latest message that was handed on; null when nobody knows it because the history is out of reach. The first
    /// call begins with what comes now: it is to be made when this node hears the channel.
    /// </summary>
    public async ValueTask<HistoryPosition?> GetPositionAsync()
    {
        Task beginning = Task.CompletedTask;
        lock (_gate)
        {
            if (_last is null)
            {
                beginning = _reading ??= StartReading();
            }
        }

        await beginning;
        lock (_gate)
        {
            return _last;
        }
    }

    /// <summary>Reads what the history holds behind a position.</summary>
    public Task<HistorySlice> ReadAsync(HistoryPosition after) => hub.Store.ReadAsync(group.Name, limits, after);

    /// <summary>A message out of the history in the words of each kind of client.</summary>
    public EncodedMessage Read(BackplaneMessage message) => hub.Read(group, message);

    /// <summary>Takes a message that came by the way on which nothing is missing before it unless it is lost.</summary>
    public void Receive(in HistoryArrival arrival) => Take(arrival, isInLine: true);

    /// <summary>Takes a message of this node, whose number may come to be known before other nodes' messages arrive.</summary>
    public void Append(in HistoryArrival arrival)
    {
        lock (_gate)
        {
            _deferred.EndRun();
        }

        Take(arrival, isInLine: false);
    }

    /// <summary>Hands a message of this node on that gets its number later.</summary>
    public void Defer(long ownNumber, HistoryPublication publication)
    {
        lock (_gate)
        {
            if (ownNumber <= _lastOwn)
            {
                // It came back from Redis, but the answer that says so was lost.
                return;
            }

            _deferred.Add(ownNumber);
            group.Publish(publication.Encoded, publication.Except, publication.Version);
        }
    }

    /// <summary>Messages may have been missed: looks, and hands them on.</summary>
    public void Check()
    {
        lock (_gate)
        {
            // A reading that is under way may have happened before this node heard the channel again.
            _mustRead = true;
            _reading ??= StartReading();
        }
    }

    /// <summary>What was early has waited long enough for what is before it.</summary>
    public void OnLate()
    {
        lock (_gate)
        {
            _isAwaitingLate = false;
            if (_early.Count > 0 || _mustRead)
            {
                _reading ??= StartReading();
            }
        }
    }

    private void Take(in HistoryArrival arrival, bool isInLine)
    {
        lock (_gate)
        {
            bool isKnown = _reading is null && _last?.Epoch == arrival.Position.Epoch;
            if (isKnown && arrival.Position.Offset <= _last!.Value.Offset + 1)
            {
                if (arrival.Position.Offset > _last.Value.Offset)
                {
                    Deliver(arrival);
                    DeliverEarly();
                }

                return;
            }

            _early.Enqueue(arrival, arrival.Position.Offset);
            if (_attempts > 0 && _early.Count <= limits.Size)
            {
                // It was tried a moment ago, and is tried again in another.
                return;
            }

            if (isInLine || !isKnown)
            {
                _reading ??= StartReading();
            }
            else
            {
                AwaitLate(HubHistory.Lateness);
            }
        }
    }

    /// <summary>Hands on what waited and is next now.</summary>
    /// <returns>Whether there was something of another epoch: if that is a later one, it is in the history.</returns>
    private bool DeliverEarly()
    {
        bool hasOther = false;
        while (_early.TryPeek(out HistoryArrival arrival, out long offset))
        {
            if (arrival.Position.Epoch != _last!.Value.Epoch)
            {
                hasOther = true;
            }
            else if (offset == _last.Value.Offset + 1)
            {
                Deliver(arrival);
            }
            else if (offset > _last.Value.Offset)
            {
                break;
            }

            _early.Dequeue();
        }

        return hasOther;
    }

    private void Deliver(in HistoryArrival arrival)
    {
        _last = arrival.Position;
        if (arrival.Source is BackplaneMessage { OwnNumber: > 0 and var number })
        {
            _lastOwn = Math.Max(_lastOwn, number);
            if (_deferred.Contains(number))
            {
                return;
            }
        }

        hub.Deliver(group, arrival);
    }

    private void AwaitLate(TimeSpan delay)
    {
        if (!_isAwaitingLate)
        {
            _isAwaitingLate = true;
            hub.AwaitLate(this, delay);
        }
    }
}
