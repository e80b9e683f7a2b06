// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Backplane;

namespace Bridge.Redis.History;

/// <summary>
/// The messages that wait for Redis, oldest first: at most as many bytes as may wait for Redis at all, and for as long. Used by one
/// loop only.
/// </summary>
internal sealed class DeferredAppends(RedisBackplaneServices services)
{
    private readonly Queue<HistoryAppend> _queue = new();
    private long _bytes;

    public bool IsEmpty => _queue.Count == 0;

    /// <summary>Adds a message behind the others; the oldest make room.</summary>
    public void Add(HistoryAppend append)
    {
        append.DeferredAt = services.Time.GetTimestamp();
        _queue.Enqueue(append);
        _bytes += append.Length;
        services.Metrics.BufferChanged(append.Length);
        while (_bytes > services.Options.OutageBufferBytes && _queue.Count > 1)
        {
            Drop();
        }
    }

    /// <summary>Drops the messages that have waited too long.</summary>
    public void DropOld()
    {
        while (_queue.TryPeek(out HistoryAppend? oldest)
            && services.Time.GetElapsedTime(oldest.DeferredAt) > services.Options.OutageBufferAge)
        {
            Drop();
        }
    }

    /// <summary>The oldest messages that are still to be sent.</summary>
    public List<HistoryAppend> Peek(int most)
    {
        var batch = new List<HistoryAppend>(Math.Min(most, _queue.Count));
        foreach (HistoryAppend append in _queue)
        {
            if (batch.Count == most)
            {
                break;
            }

            if (!append.IsSettled)
            {
                batch.Add(append);
            }
        }

        return batch;
    }

    /// <summary>Forgets the oldest messages that are settled.</summary>
    public void RemoveSettled()
    {
        while (_queue.TryPeek(out HistoryAppend? oldest) && oldest.IsSettled)
        {
            Remove();
        }
    }

    private void Drop()
    {
        if (!Remove().IsSettled)
        {
            services.Metrics.Dropped(1);
        }
    }

    private HistoryAppend Remove()
    {
        HistoryAppend oldest = _queue.Dequeue();
        _bytes -= oldest.Length;
        services.Metrics.BufferChanged(-oldest.Length);
        return oldest;
    }
}
