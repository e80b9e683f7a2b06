// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;

namespace Bridge.LoadTest.Measurement;

/// <summary>The monotonic clock in nanoseconds.</summary>
internal static class Clock
{
    public const long Second = 1_000_000_000;

    private static readonly long s_tick = Second / Stopwatch.Frequency;

    public static long Now => Stopwatch.GetTimestamp() * s_tick;
}
