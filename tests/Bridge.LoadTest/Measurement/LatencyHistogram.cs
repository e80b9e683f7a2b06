// Licensed under the MIT License. See LICENSE in the repository root.

using System.Numerics;

namespace Bridge.LoadTest.Measurement;

/// <summary>Latencies in nanoseconds: 64 linear steps in every power of two, so an error of at most 1.6 %.</summary>
internal sealed class LatencyHistogram
{
    private const int Steps = 64;
    private const int StepBits = 6;

    private readonly long[] _counts = new long[Steps * Steps];

    public long Count { get; private set; }

    public long Max { get; private set; }

    public void Add(long nanoseconds)
    {
        nanoseconds = Math.Max(0, nanoseconds);
        var exponent = Math.Max(0, BitOperations.Log2((ulong)nanoseconds) - StepBits + 1);
        _counts[exponent * Steps + (int)(nanoseconds >> exponent)]++;
        Count++;
        Max = Math.Max(Max, nanoseconds);
    }

    /// <summary>The latency that this part of all deliveries did not exceed.</summary>
    public long Quantile(double part)
    {
        var wanted = (long)(part * Count);
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen > wanted)
            {
                return (long)(i % Steps) << (i / Steps);
            }
        }

        return Max;
    }
}
