// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Comparison;

/// <summary>rtload, the generator that this one must agree with.</summary>
internal sealed class Yardstick(string path)
{
    /// <summary>Runs the scenario with rtload.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="protocol">The arguments that tell how to talk to the server.</param>
    /// <param name="server">The server.</param>
    public RunResult Run(Scenario scenario, IReadOnlyList<string> protocol, RunningServer server)
    {
        var start = new ProcessStartInfo(path, [.. protocol, .. Arguments(scenario, server)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new LoadTestException($"{path} did not start.");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return string.IsNullOrWhiteSpace(output) ? throw new LoadTestException($"{path} gave no result.") : Parse(output);
    }

    /// <summary>Reads the JSON line of rtload: the figures that both generators have.</summary>
    public static RunResult Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var result = document.RootElement;
        return new RunResult
        {
            Connections = result.GetProperty("conns").GetInt32(),
            DeliveriesPerSecond = result.GetProperty("per_s").GetDouble(),
            CpuSecondsPerMillion = result.GetProperty("cpu_per_m").GetDouble(),
            P50Microseconds = result.GetProperty("p50_us").GetDouble(),
            P99Microseconds = result.GetProperty("p99_us").GetDouble(),
            Lost = result.GetProperty("lost").GetInt64(),
            Disconnects = result.GetProperty("disconnects").GetInt32(),
        };
    }

    private static IEnumerable<string> Arguments(Scenario scenario, RunningServer server)
    {
        yield return "--json";
        foreach (var (name, value) in new (string, double)[]
        {
            ("--port", server.Port),
            ("--pid", server.ProcessId),
            ("--conns", scenario.Connections),
            ("--channels", scenario.Channels),
            ("--payload", scenario.Payload),
            ("--window", scenario.Window),
            ("--rate", scenario.Rate),
            ("--seconds", scenario.Duration.TotalSeconds),
            ("--warmup", scenario.Warmup.TotalSeconds),
        })
        {
            yield return name;
            yield return value.ToString(CultureInfo.InvariantCulture);
        }
    }
}
