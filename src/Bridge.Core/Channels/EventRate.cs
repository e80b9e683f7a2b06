// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>Counts events, such as those of one connection, in windows of a second. Not for concurrent use.</summary>
/// <remarks>
/// Sixteen bytes inside the connection. A limiter of System.Threading.RateLimiting would be an object with a queue and a lock for each
/// of a hundred thousand idle connections.
/// </remarks>
public struct EventRate
{
    private long _windowStart;
    private int _taken;

    /// <summary>Takes one event if there is one left in this second.</summary>
    /// <param name="perSecond">The events allowed in a second; 0: no limit.</param>
    /// <param name="time">The clock.</param>
    public bool TryTake(int perSecond, TimeProvider time) => perSecond == 0 || TryTake(1, perSecond, time);

    /// <summary>Takes several events, all or none.</summary>
    /// <param name="count">How many, at most <paramref name="perSecond"/>.</param>
    /// <param name="perSecond">The events allowed in a second, above 0.</param>
    /// <param name="time">The clock.</param>
    internal bool TryTake(int count, int perSecond, TimeProvider time)
    {
        long now = time.GetTimestamp();
        if (_taken == 0 || time.GetElapsedTime(_windowStart, now) >= TimeSpan.FromSeconds(1))
        {
            _windowStart = now;
            _taken = 0;
        }

        if (count > perSecond - _taken)
        {
            return false;
        }

        _taken += count;
        return true;
    }
}
