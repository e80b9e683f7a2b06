// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Comparison;

/// <summary>The scenarios on which Bridge must be better than stock SignalR, and by how much.</summary>
internal static class ComparedScenarios
{
    private const double MaxGarbage = 64;
    private const double MaxSlowdownPercent = 5;

    public static IReadOnlyList<ComparedScenario> All { get; } =
    [
        new("window-1", "1,000 subscribers, 100 B, 1 in flight", FanOut(window: 1),
            [Measures.Cpu(Goal.RatioAtMost(0.6)), Measures.Throughput(), Measures.Garbage(Goal.AtMost(MaxGarbage)), Measures.P99(), Measures.Lost, Measures.Dropped])
        {
            HasYardstick = true,
        },
        new("window-4", "1,000 subscribers, 100 B, 4 in flight", FanOut(window: 4),
            [Measures.Cpu(Goal.RatioAtMost(0.4)), Measures.Throughput(Goal.RatioAtLeast(1.8)), Measures.Garbage(Goal.AtMost(MaxGarbage)), Measures.P99(), Measures.Lost, Measures.Dropped])
        {
            HasYardstick = true,
        },
        new("paced", "100 subscribers, 100 messages/s", new Scenario { Connections = 100, Rate = 100 },
            [Measures.P50(), Measures.P99(Goal.RatioAtMost(0.9)), Measures.Cpu(), Measures.Garbage(Goal.AtMost(MaxGarbage)), Measures.Lost, Measures.Dropped]),
        new("idle", "5,000 idle subscribed connections", new Scenario { Connections = 5000, Channels = 100, Idle = TimeSpan.FromSeconds(8) },
            [
                new Measure("KB a connection", s => s.Result.KilobytesPerConnection, Goal.RatioAtMost(0.8)) { Decimals = 1 },
                new Measure("connections/s", s => s.Result.ConnectionsPerSecond),
                Measures.Dropped,
            ]),
        new("stalled", "999 subscribers, 4 KB, and one that never reads", Reading999 with { Stalled = 1 },
            [
                new Measure("publisher's time, growth in %", s => Growth(s, r => r.MicrosecondsPerMessage), Goal.AtMost(MaxSlowdownPercent)) { Decimals = 1 },
                new Measure("CPU per delivery, growth in %", s => Growth(s, r => r.CpuSecondsPerMillion)) { Decimals = 1 },
                Measures.Lost,
                Measures.Dropped,
            ])
        {
            Control = Reading999,
        },
    ];

    // Large messages, so that what the kernel takes for the stalled subscriber (about 3 MB) is used up during the warm-up.
    private static Scenario Reading999 =>
        new() { Connections = 999, Payload = 4000, Window = 4, Warmup = TimeSpan.FromSeconds(4) };

    private static Scenario FanOut(int window) => new() { Connections = 1000, Window = window };

    private static double? Growth(Sample sample, Func<RunResult, double?> read) =>
        (read(sample.Result) / read(sample.Control!) - 1) * 100;
}
