// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using Bridge.LoadTest.Clients;
using Bridge.LoadTest.Comparison;

namespace Bridge.LoadTest.Commands;

/// <summary><c>compare</c>: Bridge and stock SignalR side by side.</summary>
internal static class CompareCommand
{
    private const string Bridge = "bridge";
    private const string Stock = "stock";
    private const int MinRounds = 3;

    public static Command Create()
    {
        var bridge = new Option<string>("--bridge")
        {
            Description = "Starts Bridge; {port} stands for its port.",
            DefaultValueFactory = _ => ServerCommandLines.Bridge,
        };
        var bridgeProtocol = new Option<ProtocolKind>("--bridge-protocol")
        {
            Description = "What Bridge's clients are: Pusher or ChannelHub.",
            DefaultValueFactory = _ => ProtocolKind.Pusher,
        };
        var stock = new Option<string>("--stock")
        {
            Description = "Starts the stock SignalR server.",
            DefaultValueFactory = _ => ServerCommandLines.Stock,
        };
        var servers = new Option<string[]>("--servers")
        {
            Description = "Which of the two to run.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [Bridge, Stock],
        };
        servers.AcceptOnlyFromAmong(Bridge, Stock);
        var scenarios = new Option<string[]>("--scenarios")
        {
            Description = "Which scenarios to run.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => Names(),
        };
        scenarios.AcceptOnlyFromAmong(Names());
        var rounds = new Option<int>("--rounds") { Description = "Interleaved rounds.", DefaultValueFactory = _ => MinRounds };
        var seconds = new Option<double?>("--seconds") { Description = "Length of each measurement, if not the scenario's own." };
        var yardstick = new Option<FileInfo?>("--yardstick") { Description = "rtload: runs the fan-out scenarios with it too and shows the agreement." };

        var command = new Command("compare", "Runs the scenarios on fresh processes of Bridge and of stock SignalR, and prints the table.")
        {
            bridge, bridgeProtocol, stock, servers, scenarios, rounds, seconds, yardstick,
        };
        command.SetAction(arguments =>
        {
            var chosenServers = arguments.GetRequiredValue(servers);
            var chosenScenarios = arguments.GetRequiredValue(scenarios);
            ServerDefinition[] definitions =
            [
                DefineBridge(arguments.GetRequiredValue(bridge), arguments.GetValue(bridgeProtocol)),
                new(Stock, arguments.GetRequiredValue(stock), new SignalRProtocol("/hub", "Subscribe", "Publish"), ["--proto", "signalr"]),
            ];
            var runner = new ComparisonRunner(
                [.. definitions.Where(d => chosenServers.Contains(d.Name))],
                [.. ComparedScenarios.All.Where(s => chosenScenarios.Contains(s.Name)).Select(s => s.WithDuration(arguments.GetValue(seconds)))],
                arguments.GetValue(yardstick) is { } file ? new Yardstick(file.FullName) : null,
                Console.Error);

            var machine = Machine.Describe();
            var results = runner.Run(arguments.GetValue(rounds));
            var report = new ComparisonReport();
            report.AddSetting($"{machine} at the start, {Machine.ReadLoadAverage()} at the end; medians of {arguments.GetValue(rounds)} rounds");
            report.AddComparison(results, Bridge, Stock);
            if (runner.HasYardstick)
            {
                report.AddAgreement(results);
            }

            Console.Write(report);
            return report.Missed == 0 ? ExitCode.Success : ExitCode.Missed;
        });
        return command;
    }

    private static ServerDefinition DefineBridge(string commandLine, ProtocolKind protocol) => protocol switch
    {
        ProtocolKind.Pusher => new(Bridge, commandLine, new PusherProtocol(ServerCommandLines.Key, ServerCommandLines.Secret), ["--proto", "pusher", "--key", ServerCommandLines.Key, "--secret", ServerCommandLines.Secret]),
        ProtocolKind.ChannelHub => new(Bridge, commandLine, new ChannelHubProtocol("/hub", ServerCommandLines.Key, ServerCommandLines.Secret), YardstickArguments: null),
        _ => throw new LoadTestException("Bridge's hub has other methods than plain SignalR ones: choose Pusher or ChannelHub."),
    };

    private static string[] Names() => [.. ComparedScenarios.All.Select(s => s.Name)];
}
