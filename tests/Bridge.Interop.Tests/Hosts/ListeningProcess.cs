// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>A server program that prints where it listens; ended with this object.</summary>
internal sealed partial class ListeningProcess : IAsyncDisposable
{
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private ListeningProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => OnLine(line.Data);
        _process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"The server ended. {Log}"));
        _process.EnableRaisingEvents = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = null!;

    public LineLog Log { get; } = new();

    public bool HasExited => _process.HasExited;

    /// <summary>Resident memory in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<ListeningProcess> StartAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.InteropTests,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new ListeningProcess(Process.Start(start)!);
        try
        {
            server.Address = await server._listening.Task.WithinDeadline(() => $"{program} should have printed its address. {server.Log}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the program to end, and waits until it has and everything that it printed is in the log.</summary>
    public async Task StopAsync()
    {
        using Process kill = Process.Start("kill", [_process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WithinDeadline(() => $"the program should have ended. {Log}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        Log.Add(line);
        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://127\.0\.0\.1:\d+)")]
    private static partial Regex ListeningLine();
}
