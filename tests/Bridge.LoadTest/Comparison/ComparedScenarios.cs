// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Comparison;

/// <summary>The scenarios on which Bridge must be better than stock SignalR, and by how much.</summary>
internal static class ComparedScenarios
{
    private const double MaxGarbage = 64;
    private const double MaxSlowdownPercent = 5;

    private static readonly Measure s_lost = new("lost deliveries", s => s.Result.Lost, Goal.AtMost(0)) { TakesWorst = true };

    private static readonly Measure s_dropped = new("dropped connections", s => s.Result.Disconnects, Goal.AtMost(0)) { TakesWorst = true };

    public static IReadOnlyList<ComparedScenario> All { get; } =
    [
        new("window-1", "1,000 subscribers, 100 B, 1 in flight", FanOut(window: 1),
            [Cpu(Goal.RatioAtMost(0.6)), Throughput(), Garbage(Goal.AtMost(MaxGarbage)), P99(), s_lost, s_dropped])
        {
            HasYardstick = true,
        },
        new("window-4", "1,000 subscribers, 100 B, 4 in flight", FanOut(window: 4),
            [Cpu(Goal.RatioAtMost(0.4)), Throughput(Goal.RatioAtLeast(1.8)), Garbage(Goal.AtMost(MaxGarbage)), P99(), s_lost, s_dropped])
        {
            HasYardstick = true,
        },
        new("paced", "100 subscribers, 100 messages/s", new Scenario { Connections = 100, Rate = 100 },
            [P50(), P99(Goal.RatioAtMost(0.9)), Cpu(), Garbage(Goal.AtMost(MaxGarbage)), s_lost, s_dropped]),
        new("idle", "5,000 idle subscribed connections", new Scenario { Connections = 5000, Channels = 100, Idle = TimeSpan.FromSeconds(8) },
            [
                new Measure("KB a connection", s => s.Result.KilobytesPerConnection, Goal.RatioAtMost(0.8)) { Decimals = 1 },
                new Measure("connections/s", s => s.Result.ConnectionsPerSecond),
                s_dropped,
            ]),
        new("stalled", "999 subscribers, 4 KB, and one that never reads", Reading999 with { Stalled = 1 },
            [
                new Measure("publisher's time, growth in %", s => Growth(s, r => r.MicrosecondsPerMessage), Goal.AtMost(MaxSlowdownPercent)) { Decimals = 1 },
                new Measure("CPU per delivery, growth in %", s => Growth(s, r => r.CpuSecondsPerMillion)) { Decimals = 1 },
                s_lost,
                s_dropped,
            ])
        {
            Control = Reading999,
        },
    ];

    // Large messages, so that what the kernel takes for the stalled subscriber (about 3 MB) is used up during the warm-up.
    private static Scenario Reading999 =>
        new() { Connections = 999, Payload = 4000, Window = 4, Warmup = TimeSpan.FromSeconds(4) };

    private static Scenario FanOut(int window) => new() { Connections = 1000, Window = window };

    private static Measure Cpu(Goal? goal = null) =>
        new("CPU s per million deliveries", s => s.Result.CpuSecondsPerMillion, goal) { Decimals = 2 };

    private static Measure Throughput(Goal? goal = null) => new("deliveries/s", s => s.Result.DeliveriesPerSecond, goal);

    private static Measure Garbage(Goal goal) => new("garbage, bytes a delivery", s => s.Result.AllocatedBytesPerDelivery, goal);

    private static Measure P50() => new("p50, ms", s => s.Result.P50Microseconds / 1000) { Decimals = 2 };

    private static Measure P99(Goal? goal = null) => new("p99, ms", s => s.Result.P99Microseconds / 1000, goal) { Decimals = 2 };

    private static double? Growth(Sample sample, Func<RunResult, double?> read) =>
        (read(sample.Result) / read(sample.Control!) - 1) * 100;
}
