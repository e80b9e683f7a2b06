// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using Bridge.LoadTest.Clients;
using Bridge.LoadTest.Comparison;
using Bridge.LoadTest.Requests;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Commands;

/// <summary><c>rest</c>: publishing over REST beside an endpoint that does nothing.</summary>
internal static class RestCommand
{
    private const string Bridge = "bridge";
    private const string Empty = "empty endpoint";
    private const double MinThroughput = 0.5;
    private const int Payload = 100;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Interleaved rounds.", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "Length of each measurement.", DefaultValueFactory = _ => 8 };
        var warmup = new Option<double>("--warmup") { Description = "Seconds of load before it.", DefaultValueFactory = _ => 3 };
        var connections = new Option<int>("--conns") { Description = "Connections, each with one request in flight.", DefaultValueFactory = _ => 16 };
        var command = new Command(
            "rest", "Publishes by POST /events to a channel without subscribers, sends the same requests to an empty endpoint, and prints the table.")
        {
            rounds, seconds, warmup, connections,
        };
        command.SetAction(arguments =>
        {
            var count = arguments.GetValue(connections);
            ServerDefinition[] servers = [Define(Bridge, ServerCommandLines.Bridge), Define(Empty, ServerCommandLines.Stock)];
            var scenario = new ComparedScenario(
                "rest", $"POST /events, no subscribers, {Payload} B, {count} in flight", new Scenario { Connections = count }, Measures());
            ScenarioSamples[] results = [.. servers.Select(server => new ScenarioSamples(scenario, server))];

            var machine = Machine.Describe();
            for (var round = 1; round <= arguments.GetValue(rounds); round++)
            {
                foreach (var samples in round % 2 == 1 ? results : results.Reverse())
                {
                    Console.Error.WriteLine($"round {round} of {arguments.GetValue(rounds)}: {samples.Server.Name}");
                    samples.Own.Add(Measure(
                        samples.Server, count, TimeSpan.FromSeconds(arguments.GetValue(warmup)), TimeSpan.FromSeconds(arguments.GetValue(seconds))));
                }
            }

            var report = new ComparisonReport();
            report.AddSetting($"{machine} at the start, {Machine.ReadLoadAverage()} at the end; medians of {arguments.GetValue(rounds)} rounds");
            report.AddComparison(results, Bridge, Empty);
            Console.Write(report);
            return report.Missed == 0 ? ExitCode.Success : ExitCode.Missed;
        });
        return command;
    }

    private static Measure[] Measures() =>
    [
        new("requests/s", s => s.Result.DeliveriesPerSecond, Goal.RatioAtLeast(MinThroughput)),
        new("server CPU, us a request", s => s.Result.CpuSecondsPerMillion) { Decimals = 1 },
        new("garbage, bytes a request", s => s.Result.AllocatedBytesPerDelivery),
    ];

    private static Sample Measure(ServerDefinition definition, int connections, TimeSpan warmup, TimeSpan duration)
    {
        using var server = RunningServer.Start(definition);
        var request = SignedPublish.Create(
            ServerCommandLines.AppId, ServerCommandLines.Key, ServerCommandLines.Secret, "load-test", Payload);
        return new Sample(RequestLoad.Run(server, request, connections, warmup, duration), Control: null);
    }

    private static ServerDefinition Define(string name, string commandLine) => new(
        name, commandLine, new PusherProtocol(ServerCommandLines.Key, ServerCommandLines.Secret), YardstickArguments: null);
}
