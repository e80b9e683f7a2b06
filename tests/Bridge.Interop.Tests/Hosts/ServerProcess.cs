// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>Bridge.Server, or a sample, as it was built, on a free port of the loopback address.</summary>
internal sealed partial class ServerProcess : IRunningServer
{
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isDisposed;

    private ServerProcess(Process process)
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

    public static async Task<ServerProcess> StartAsync(ServerSettings settings)
    {
        IEnumerable<string> arguments = settings.IsStandard
            ? []
            : settings.ToConfiguration().Select(setting => $"--{setting.Key}={setting.Value}");
        ServerProcess server = await StartAsync(Path.Combine("src", "Bridge.Server"), "Bridge.Server.dll", arguments);
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a program of this repository and waits until it listens.</summary>
    /// <param name="project">The folder of its project.</param>
    /// <param name="program">The file that its build makes.</param>
    /// <param name="arguments">Its command line, without the address.</param>
    public static async Task<ServerProcess> StartAsync(string project, string program, IEnumerable<string> arguments)
    {
        string configuration = typeof(ServerProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        string folder = Path.Combine(Repository.Root, project, "bin", configuration, "net10.0");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, program), "--urls=http://127.0.0.1:0", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new ServerProcess(Process.Start(start)!);
        try
        {
            server.Address = await server._listening.Task.WithinDeadline(() => $"the server should have printed its address. {server.Log}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = Deadline.Default };
        HttpResponseMessage ready = await http.GetAsync("/health/ready");
        Assert.True(ready.StatusCode == HttpStatusCode.OK, $"/health/ready answered {ready.StatusCode}. {Log}");
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
