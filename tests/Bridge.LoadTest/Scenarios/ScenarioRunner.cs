// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Scenarios;

/// <summary>Runs one scenario against one server: connect, warm up, measure, drain.</summary>
internal sealed class ScenarioRunner(Scenario scenario, Target target)
{
    private static readonly TimeSpan s_settleTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_drainStep = TimeSpan.FromMilliseconds(50);
    private const int MaxIdleDrainSteps = 100;

    private readonly ServerProcess? _process = target.ProcessId is { } id ? new ServerProcess(id) : null;
    private readonly ServerProcess[] _otherProcesses = [.. target.OtherProcessIds.Select(id => new ServerProcess(id))];
    private readonly AllocationProbe? _probe = target.ProbePath is { } path ? new AllocationProbe(path) : null;

    public RunResult Run()
    {
        scenario.Validate();
        using var loop = new ClientLoop(scenario, target);

        var residentBefore = _process?.ReadResidentKilobytes();
        var start = Clock.Now;
        loop.ConnectSubscribers();
        var setupSeconds = Seconds(Clock.Now - start);

        var measured = scenario.Idle is { } idle ? Hold(loop, idle) : Load(loop);
        var residentAfter = _process?.ReadResidentKilobytes();
        var lost = Drain(loop);

        return Summarize(measured, loop.Deliveries.Latency) with
        {
            ConnectionsPerSecond = scenario.Connections / setupSeconds,
            KilobytesPerConnection = (double?)(residentAfter - residentBefore) / scenario.Connections,
            Lost = lost,
            Disconnects = loop.Disconnects,
        };
    }

    private static Snapshot Hold(ClientLoop loop, TimeSpan duration)
    {
        loop.Run(duration);
        return default;
    }

    private Snapshot Load(ClientLoop loop)
    {
        loop.ConnectStalled();
        loop.ConnectPublisher();
        loop.Run(s_settleTime);

        IPacer pacer = scenario.Rate > 0 ? new OpenLoop(scenario.Rate) : new ClosedLoop(scenario.Window, scenario.Fan);
        loop.Run(scenario.Warmup, pacer);

        var before = Take(loop);
        loop.Deliveries.IsMeasuring = true;
        loop.Run(scenario.Duration, pacer);
        loop.Deliveries.IsMeasuring = false;
        return Take(loop) - before;
    }

    private long Drain(ClientLoop loop)
    {
        var expected = loop.Published * scenario.Fan;
        var idleSteps = 0;
        while (loop.Delivered < expected && idleSteps < MaxIdleDrainSteps)
        {
            var delivered = loop.Delivered;
            loop.Run(s_drainStep);
            idleSteps = loop.Delivered > delivered ? 0 : idleSteps + 1;
        }

        return expected - loop.Delivered;
    }

    private Snapshot Take(ClientLoop loop) => new(
        Clock.Now,
        loop.Published,
        loop.Delivered,
        loop.Deliveries.Frames,
        (_process?.ReadCpuSeconds() ?? 0) + _otherProcesses.Sum(process => process.ReadCpuSeconds()),
        Environment.CpuUsage.TotalTime.TotalSeconds,
        _probe?.ReadAllocatedBytes() ?? 0);

    private RunResult Summarize(Snapshot measured, LatencyHistogram latency)
    {
        var seconds = Seconds(measured.Time);
        return new RunResult
        {
            Connections = scenario.Connections,
            Seconds = seconds,
            Published = measured.Published,
            Delivered = measured.Delivered,
            DeliveriesPerSecond = Divide(measured.Delivered, seconds) ?? 0,
            MicrosecondsPerMessage = Divide(seconds * 1e6, measured.Published),
            MessagesPerFrame = Divide(measured.Delivered, measured.Frames),
            CpuSecondsPerMillion = _process is null ? null : Divide(measured.ServerCpuSeconds * 1e6, measured.Delivered),
            ServerCores = _process is null ? null : Divide(measured.ServerCpuSeconds, seconds),
            GeneratorCores = Divide(measured.GeneratorCpuSeconds, seconds) ?? 0,
            AllocatedBytesPerDelivery = _probe is null ? null : Divide(measured.AllocatedBytes, measured.Delivered),
            P50Microseconds = latency.Quantile(0.5) / 1e3,
            P99Microseconds = latency.Quantile(0.99) / 1e3,
            MaxMicroseconds = latency.Max / 1e3,
        };
    }

    private static double Seconds(long nanoseconds) => (double)nanoseconds / Clock.Second;

    private static double? Divide(double dividend, double divisor) => divisor == 0 ? null : dividend / divisor;
}
