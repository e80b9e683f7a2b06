// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Comparison;

/// <summary>The figures on which two generators must agree.</summary>
internal static class AgreementMeasures
{
    public static IReadOnlyList<Measure> All { get; } =
    [
        new("CPU s per million deliveries", s => s.Result.CpuSecondsPerMillion) { Decimals = 2 },
        new("deliveries/s", s => s.Result.DeliveriesPerSecond),
        new("p50, ms", s => s.Result.P50Microseconds / 1000) { Decimals = 2 },
        new("p99, ms", s => s.Result.P99Microseconds / 1000) { Decimals = 2 },
    ];
}
