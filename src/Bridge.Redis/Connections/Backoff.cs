// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Connections;

/// <summary>The pauses between attempts: longer each time up to half a second, and never the same on two nodes.</summary>
internal sealed class Backoff(Random random)
{
    private const double FirstMilliseconds = 20;
    private const double LongestMilliseconds = 500;

    private double _milliseconds = FirstMilliseconds;

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        double pause = _milliseconds * (0.5 + (0.5 * random.NextDouble()));
        _milliseconds = Math.Min(LongestMilliseconds, _milliseconds * 2);
        return TimeSpan.FromMilliseconds(pause);
    }

    /// <summary>Begins with short pauses again.</summary>
    public void Reset() => _milliseconds = FirstMilliseconds;
}
