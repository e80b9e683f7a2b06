// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Limits;

/// <summary>What was taken of the permits of one second.</summary>
internal sealed class SecondWindow
{
    private readonly Lock _sync = new();
    private long _start;
    private int _taken;

    /// <summary>Takes permits, all or none.</summary>
    public bool TryTake(int permits, int limit, TimeProvider time)
    {
        long now = time.GetTimestamp();
        lock (_sync)
        {
            if (_taken == 0 || time.GetElapsedTime(_start, now) >= TimeSpan.FromSeconds(1))
            {
                _start = now;
                _taken = 0;
            }

            if (_taken + permits > limit)
            {
                return false;
            }

            _taken += permits;
            return true;
        }
    }
}
