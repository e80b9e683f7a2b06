// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Clients.SockJS;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Comparison;

/// <summary>The scenarios on which Bridge.SockJS must be better than sockjs-node, and by how much.</summary>
internal static class SockJSScenarios
{
    private const double MaxCpuRatio = 0.4;
    private const double MinThroughputRatio = 3;
    private const double MaxIdleKilobytes = 25;

    // Both servers compile their code while they run.
    private static readonly TimeSpan s_warmup = TimeSpan.FromSeconds(4);

    private const string Broadcast = "/broadcast";
    private const string Streaming = "xhr_streaming";
    private const string Polling = "xhr";

    public static IReadOnlyList<ComparedScenario> All { get; } =
    [
        FanOut("streaming-1", Streaming, window: 1),
        FanOut("streaming-4", Streaming, window: 4),
        FanOut("streaming-16", Streaming, window: 16),
        FanOut("polling-4", Polling, window: 4),
        FanOut("polling-16", Polling, window: 16),
        new("echo-websocket", "echo, 100 sessions over websocket", Echo, [Measures.Cpu(), Measures.Throughput(), Measures.P99(), Measures.Lost, Measures.Dropped])
        {
            Protocol = new SockJSWebSocketProtocol("/echo"),
        },
        new("echo-streaming", "echo, 100 sessions over xhr_streaming", Echo, [Measures.Cpu(), Measures.Throughput(), Measures.P99(), Measures.Lost, Measures.Dropped])
        {
            Protocol = new SockJSHttpProtocol("/disabled_websocket_echo", Streaming),
        },
        new("idle-streaming", "5,000 idle sessions over xhr_streaming", new Scenario { Connections = 5000, Idle = TimeSpan.FromSeconds(8) },
            [
                new Measure("KB a session", s => s.Result.KilobytesPerConnection, Goal.AtMost(MaxIdleKilobytes)) { Decimals = 1 },
                new Measure("sessions/s", s => s.Result.ConnectionsPerSecond),
                Measures.Dropped,
            ])
        {
            Protocol = new SockJSHttpProtocol(Broadcast, Streaming),
        },
    ];

    private static Scenario Echo => new() { Connections = 100, Channels = 100, Window = 100, IsEcho = true, Warmup = s_warmup };

    private static ComparedScenario FanOut(string name, string transport, int window) => new(
        name,
        $"1,000 sessions over {transport}, 100 B, {window} in flight",
        new Scenario { Connections = 1000, Window = window, Warmup = s_warmup },
        [
            Measures.Cpu(Goal.RatioAtMost(MaxCpuRatio)),
            Measures.Throughput(Goal.RatioAtLeast(MinThroughputRatio)),
            Measures.P99(),
            Measures.Joined(),
            Measures.Garbage(),
            Measures.Lost,
            Measures.Dropped,
        ])
    {
        Protocol = new SockJSHttpProtocol(Broadcast, transport),

        // The service sends what it gets, so each of the yardstick's subscribers confirms itself. It has no polling clients.
        YardstickArguments = transport == Streaming ? ["--proto", "sockjs-xhr", "--path", Broadcast, "--sub", "sub-ok"] : null,
    };
}
