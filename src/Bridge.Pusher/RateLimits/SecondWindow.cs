// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.RateLimiting;

namespace Bridge.Pusher.RateLimits;

/// <summary>So many permits in each second of our clock, which the library's limiters do not know.</summary>
internal sealed class SecondWindow(int limit, TimeProvider time) : IDisposable
{
    // The library is told to replenish whenever it is asked to, and it is asked once a second.
    private readonly FixedWindowRateLimiter _limiter = new(new FixedWindowRateLimiterOptions
    {
        PermitLimit = limit,
        Window = TimeSpan.FromTicks(1),
        AutoReplenishment = false,
        QueueLimit = 0,
    });

    private long _start = time.GetTimestamp();

    /// <summary>The permits of a second.</summary>
    public int Limit => limit;

    /// <summary>Takes permits, all or none.</summary>
    public bool TryTake(int permits)
    {
        long start = Volatile.Read(ref _start);
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(start, now) >= TimeSpan.FromSeconds(1) && Interlocked.CompareExchange(ref _start, now, start) == start)
        {
            _limiter.TryReplenish();
        }

        using RateLimitLease lease = _limiter.AttemptAcquire(permits);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
