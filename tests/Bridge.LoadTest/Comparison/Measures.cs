// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Comparison;

/// <summary>The figures that several scenarios have.</summary>
internal static class Measures
{
    public static Measure Lost { get; } = new("lost deliveries", s => s.Result.Lost, Goal.AtMost(0)) { TakesWorst = true };

    public static Measure Dropped { get; } = new("dropped connections", s => s.Result.Disconnects, Goal.AtMost(0)) { TakesWorst = true };

    public static Measure Cpu(Goal? goal = null) =>
        new("CPU s per million deliveries", s => s.Result.CpuSecondsPerMillion, goal) { Decimals = 2 };

    public static Measure Throughput(Goal? goal = null) => new("deliveries/s", s => s.Result.DeliveriesPerSecond, goal);

    public static Measure Joined() => new("messages a frame", s => s.Result.MessagesPerFrame) { Decimals = 1 };

    public static Measure Garbage(Goal? goal = null) => new("garbage, bytes a delivery", s => s.Result.AllocatedBytesPerDelivery, goal);

    public static Measure P50() => new("p50, ms", s => s.Result.P50Microseconds / 1000) { Decimals = 2 };

    public static Measure P99(Goal? goal = null) => new("p99, ms", s => s.Result.P99Microseconds / 1000, goal) { Decimals = 2 };
}
