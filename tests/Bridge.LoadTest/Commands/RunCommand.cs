// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using System.Net;
using System.Text.Json;
using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Commands;

/// <summary><c>run</c>: one scenario against a running server.</summary>
internal static class RunCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var protocol = new ProtocolOptions();
        var address = new Option<string>("--address") { Description = "IPv4 address.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Required = true };
        var connections = Number("--conns", "Subscribers.", 100);
        var channels = Number("--channels", "Channels, the subscribers spread over them.", 1);
        var payload = Number("--payload", "Characters of a message's payload.", 100);
        var window = Number("--window", "Closed loop: messages in flight.", 4);
        var rate = new Option<double>("--rate") { Description = "Open loop: messages a second; latency counts from the due time." };
        var idle = new Option<double?>("--idle") { Description = "Publish nothing, hold the connections for that many seconds." };
        var stalled = Number("--stalled", "Further subscribers that never read.", 0);
        var seconds = new Option<double>("--seconds") { Description = "Length of the measurement.", DefaultValueFactory = _ => 8 };
        var warmup = new Option<double>("--warmup") { Description = "Seconds of load before it.", DefaultValueFactory = _ => 2 };
        var process = new Option<int?>("--pid") { Description = "The server's process: gives CPU and memory." };
        var probe = new Option<string?>("--probe") { Description = "Socket of the probe in the server: gives managed garbage." };
        var otherPorts = new Option<int[]>("--other-port") { Description = "Ports of further nodes of a farm: subscribers are spread over all, the publisher is on --port." };
        var otherProcesses = new Option<int[]>("--other-pid") { Description = "Processes of the further nodes: their CPU counts with --pid." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };

        var command = new Command("run", "Runs one scenario against a running server.")
        {
            address, port, connections, channels, payload, window, rate, idle, stalled, seconds, warmup, process, probe, otherPorts, otherProcesses, json,
        };
        protocol.AddTo(command);
        command.SetAction(arguments =>
        {
            var scenario = new Scenario
            {
                Connections = arguments.GetValue(connections),
                Channels = arguments.GetValue(channels),
                Payload = arguments.GetValue(payload),
                Window = arguments.GetValue(window),
                Rate = arguments.GetValue(rate),
                Idle = arguments.GetValue(idle) is { } hold ? TimeSpan.FromSeconds(hold) : null,
                Stalled = arguments.GetValue(stalled),
                Duration = TimeSpan.FromSeconds(arguments.GetValue(seconds)),
                Warmup = TimeSpan.FromSeconds(arguments.GetValue(warmup)),
            };
            var endPoint = new IPEndPoint(IPAddress.Parse(arguments.GetRequiredValue(address)), arguments.GetValue(port));
            var target = new Target(endPoint, protocol.Read(arguments), arguments.GetValue(process), arguments.GetValue(probe))
            {
                OtherNodes = [.. (arguments.GetValue(otherPorts) ?? []).Select(other => new IPEndPoint(endPoint.Address, other))],
                OtherProcessIds = arguments.GetValue(otherProcesses) ?? [],
            };

            var result = new ScenarioRunner(scenario, target).Run();
            Console.WriteLine(arguments.GetValue(json) ? JsonSerializer.Serialize(result, s_json) : RunReport.Format(result));
            return result.IsClean ? ExitCode.Success : ExitCode.Missed;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
