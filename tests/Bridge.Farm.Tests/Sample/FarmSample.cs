// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Bridge.Farm.Tests.Nodes;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Sample;

/// <summary>interop-samples/farm, started by its own script.</summary>
internal sealed class FarmSample : IAsyncDisposable
{
    // nginx, three nodes, the hub node, Redis.
    private const int PortCount = 6;

    private static readonly string Folder = Path.Combine(Repository.Root, "interop-samples", "farm");

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LineLog _log = new();
    private readonly int _port;
    private readonly Process _script;
    private int[] _programs = [];

    private FarmSample(int port)
    {
        _port = port;
        _script = Start("start.sh", $"{port}");
        _script.OutputDataReceived += (_, line) => OnLine(line.Data);
        _script.ErrorDataReceived += (_, line) => OnLine(line.Data);
        _script.BeginOutputReadLine();
        _script.BeginErrorReadLine();
    }

    /// <summary>Where clients come in: nginx.</summary>
    public Uri Entrance => new($"http://127.0.0.1:{_port}");

    /// <summary>The node that has its hub and nothing else.</summary>
    public Uri HubNode => new($"http://127.0.0.1:{_port + 4}");

    /// <summary>The processes that the script started and that still run.</summary>
    public IEnumerable<int> Running => _programs.Where(program => Directory.Exists($"/proc/{program}"));

    public static async Task<FarmSample> StartAsync()
    {
        var sample = new FarmSample(Ports.Reserve(PortCount));
        try
        {
            await sample._started.Task.WithinDeadline(() => $"the farm should have started. {sample._log}");
        }
        catch
        {
            await sample.DisposeAsync();
            throw;
        }

        sample._programs = [.. Directory.GetFiles(Path.Combine(Path.GetTempPath(), $"bridge-farm-{sample._port}"), "*.pid")
            .Select(file => int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture))];
        return sample;
    }

    /// <summary>Kills a node as the README says.</summary>
    public async Task KillNodeAsync(int node)
    {
        using Process script = Start("kill-node.sh", $"{node}", $"{_port}");
        await script.WaitForExitAsync().WithinDeadline("kill-node.sh should have ended");
        Assert.Equal(0, script.ExitCode);
    }

    /// <summary>Ends the script, which ends all that it started.</summary>
    public async Task StopAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_script.Id}"]);
        await kill.WaitForExitAsync();
        await _script.WaitForExitAsync().WithinDeadline(() => $"start.sh should have ended. {_log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_script.HasExited)
        {
            await StopAsync();
        }

        _script.Dispose();
    }

    private static Process Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Folder, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BUILT"] = typeof(FarmSample).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        start.Environment["TMPDIR"] = Path.GetTempPath();
        return Process.Start(start)!;
    }

    private void OnLine(string? line)
    {
        _log.Add(line ?? "");
        if (line is null)
        {
            _started.TrySetException(new InvalidOperationException($"start.sh ended. {_log}"));
        }
        else if (line.StartsWith("The farm is at", StringComparison.Ordinal))
        {
            _started.TrySetResult();
        }
    }
}
