// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using Bridge.LoadTest.Clients;
using Bridge.LoadTest.Comparison;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Commands;

/// <summary>The adapter tax: what a call into a hub method costs from a Pusher client and from a native one.</summary>
internal static class CompareCallsCommand
{
    private const string Pusher = "pusher";
    private const string Native = "native";
    private const string Project = "Bridge.LoadTest.MappedServer";

    private static readonly string s_command =
        $"dotnet tests/{Project}/bin/Release/net10.0/{Project}.dll --urls http://127.0.0.1:{{port}}";

    // The framework's code comes compiled, Bridge's is compiled while it runs: on a crowded machine that takes seconds.
    private static readonly TimeSpan s_warmup = TimeSpan.FromSeconds(10);

    private static readonly ComparedScenario[] s_scenarios =
    [
        new("flood", "one caller, 64 calls in flight", new Scenario { Connections = 1, Window = 64, Warmup = s_warmup }, Measures()),
        new("paced", "one caller, 500 calls/s", new Scenario { Connections = 1, Rate = 500, Warmup = s_warmup }, Measures()),
    ];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Interleaved rounds.", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double?>("--seconds") { Description = "Length of each measurement, if not the scenario's own." };
        var command = new Command("compare-calls", "Compares calls of Pusher clients and of native clients into the same hub, and prints the table.")
        {
            rounds, seconds,
        };
        command.SetAction(arguments =>
        {
            ServerDefinition[] servers =
            [
                new(Pusher, s_command, new MappedPusherProtocol("demo-key", "demo-secret"), YardstickArguments: null),
                new(Native, s_command, new SignalRProtocol("/hub", "Subscribe", "Publish"), YardstickArguments: null),
            ];
            var scenarios = s_scenarios.Select(scenario => scenario.WithDuration(arguments.GetValue(seconds))).ToArray();
            var machine = Machine.Describe();
            var results = new ComparisonRunner(servers, scenarios, yardstick: null, Console.Error).Run(arguments.GetValue(rounds));
            var report = new ComparisonReport();
            report.AddSetting($"{machine} at the start, {Machine.ReadLoadAverage()} at the end; medians of {arguments.GetValue(rounds)} rounds");
            report.AddComparison(results, Pusher, Native);
            Console.Write(report);
            return report.Missed == 0 ? ExitCode.Success : ExitCode.Missed;
        });
        return command;
    }

    // Every call has one receiver, so that deliveries are calls.
    private static Measure[] Measures() =>
    [
        new("CPU, microseconds a call", sample => sample.Result.CpuSecondsPerMillion, Goal.RatioAtMost(1)) { Decimals = 1 },
        new("calls/s", sample => sample.Result.DeliveriesPerSecond),
        new("p50, ms", sample => sample.Result.P50Microseconds / 1000) { Decimals = 2 },
        new("p99, ms", sample => sample.Result.P99Microseconds / 1000, Goal.MoreByAtMost(1)) { Decimals = 2 },
        new("lost calls", sample => sample.Result.Lost, Goal.AtMost(0)) { TakesWorst = true },
    ];
}
