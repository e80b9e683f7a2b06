// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Limits;

/// <summary>
/// Requests for permits of one rate that wait for Redis, and what it answered last. One question is under way at a time, for all who
/// wait; when a second is used up, nobody asks until it is over.
/// </summary>
internal sealed class SharedRate(TimeProvider time)
{
    /// <summary>The most requests in one question.</summary>
    private const int Batch = 256;

    private readonly Lock _sync = new();
    private readonly Queue<PermitRequest> _waiting = new();
    private bool _isAsking;
    private int _usedUpLimit;
    private long _usedUpAt;
    private TimeSpan _usedUpFor;

    /// <summary>Joins those who wait, unless nothing can be taken for now.</summary>
    /// <returns>Null when nothing can be taken.</returns>
    public PermitRequest? Enter(int permits, int limit, out bool begin)
    {
        lock (_sync)
        {
            begin = false;
            if (_usedUpLimit == limit && time.GetElapsedTime(_usedUpAt) < _usedUpFor)
            {
                return null;
            }

            var request = new PermitRequest(permits, limit);
            _waiting.Enqueue(request);
            begin = !_isAsking;
            _isAsking = true;
            return request;
        }
    }

    /// <summary>The requests of the next question, all by the same limit; none when asking has ended.</summary>
    public PermitRequest[] Next()
    {
        lock (_sync)
        {
            List<PermitRequest> batch = [];
            while (batch.Count < Batch && _waiting.TryPeek(out PermitRequest? next) && (batch.Count == 0 || next.Limit == batch[0].Limit))
            {
                batch.Add(_waiting.Dequeue());
            }

            _isAsking = batch.Count > 0;
            return [.. batch];
        }
    }

    /// <summary>Nothing can be taken for a time.</summary>
    /// <param name="limit">By this limit.</param>
    /// <param name="remaining">The time.</param>
    public void UseUp(int limit, TimeSpan remaining)
    {
        lock (_sync)
        {
            _usedUpLimit = limit;
            _usedUpAt = time.GetTimestamp();
            _usedUpFor = remaining;
        }
    }
}
