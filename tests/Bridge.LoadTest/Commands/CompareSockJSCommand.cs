// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using Bridge.LoadTest.Clients.SockJS;
using Bridge.LoadTest.Comparison;

namespace Bridge.LoadTest.Commands;

/// <summary><c>compare-sockjs</c>: Bridge.SockJS and sockjs-node side by side.</summary>
internal static class CompareSockJSCommand
{
    private const string Bridge = "bridge";
    private const string Node = "sockjs-node";

    private const string BridgeCommand =
        "dotnet tests/Bridge.SockJS.TestHost/bin/Release/net10.0/Bridge.SockJS.TestHost.dll --urls http://127.0.0.1:{port}"
        + " --Logging:LogLevel:Default=Warning";

    private const string NodeCommand = "node tests/Bridge.Interop.Tests/javascript/sockjs-node.mjs {port}";

    // Every scenario has its own: a service and a transport.
    private static readonly SockJSWebSocketProtocol s_protocol = new("/broadcast");

    public static Command Create()
    {
        var bridge = new Option<string>("--bridge")
        {
            Description = "Starts the SockJS test host; {port} stands for its port.",
            DefaultValueFactory = _ => BridgeCommand,
        };
        var node = new Option<string>("--node")
        {
            Description = "Starts sockjs-node with the same services.",
            DefaultValueFactory = _ => NodeCommand,
        };
        var options = new ComparisonOptions(Bridge, Node, SockJSScenarios.All);
        var command = new Command("compare-sockjs", "Runs the SockJS scenarios on fresh processes of Bridge.SockJS and of sockjs-node, and prints the table.")
        {
            bridge, node,
        };
        options.AddTo(command);
        command.SetAction(arguments => options.Run(
            arguments,
            [
                new(Bridge, arguments.GetRequiredValue(bridge), s_protocol, YardstickArguments: null),
                new(Node, arguments.GetRequiredValue(node), s_protocol, YardstickArguments: null) { HasProbe = false },
            ]));
        return command;
    }
}
