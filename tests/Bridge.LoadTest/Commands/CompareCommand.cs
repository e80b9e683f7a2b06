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
        var options = new ComparisonOptions(Bridge, Stock, ComparedScenarios.All);
        var command = new Command("compare", "Runs the scenarios on fresh processes of Bridge and of stock SignalR, and prints the table.")
        {
            bridge, bridgeProtocol, stock,
        };
        options.AddTo(command);
        command.SetAction(arguments => options.Run(
            arguments,
            [
                DefineBridge(arguments.GetRequiredValue(bridge), arguments.GetValue(bridgeProtocol)),
                new(Stock, arguments.GetRequiredValue(stock), new SignalRProtocol("/hub", "Subscribe", "Publish"), ["--proto", "signalr"]),
            ]));
        return command;
    }

    private static ServerDefinition DefineBridge(string commandLine, ProtocolKind protocol) => protocol switch
    {
        ProtocolKind.Pusher => new(Bridge, commandLine, new PusherProtocol(ServerCommandLines.Key, ServerCommandLines.Secret), ["--proto", "pusher", "--key", ServerCommandLines.Key, "--secret", ServerCommandLines.Secret]),
        ProtocolKind.ChannelHub => new(Bridge, commandLine, new ChannelHubProtocol("/hub", ServerCommandLines.Key, ServerCommandLines.Secret), YardstickArguments: null),
        _ => throw new LoadTestException("Bridge's hub has other methods than plain SignalR ones: choose Pusher or ChannelHub."),
    };
}
