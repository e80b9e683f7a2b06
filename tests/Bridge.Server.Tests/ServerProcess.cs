// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Threading.Channels;

namespace Bridge.Server.Tests;

/// <summary>The real program in a process of its own, on a free port of the loopback address unless told otherwise.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();
    private readonly Task<string> _errors;
    private readonly List<string> _lines = [];

    private ServerProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => _ = line.Data is null ? _output.Writer.TryComplete() : _output.Writer.TryWrite(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts the program with settings on its command line.</summary>
    public static ServerProcess Start(params IEnumerable<string> settings) => StartCommand([], settings);

    /// <summary>Starts the program with a command and settings.</summary>
    public static ServerProcess StartCommand(IReadOnlyList<string> command, params IEnumerable<string> settings) =>
        StartProgram([.. command, "--urls=http://127.0.0.1:0", .. settings.Select(setting => $"--{setting}")]);

    /// <summary>Starts the program with these arguments.</summary>
    public static ServerProcess StartProgram(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Bridge.Server.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (string name in start.Environment.Keys.Where(IsConfiguration).ToArray())
        {
            start.Environment.Remove(name);
        }

        return new ServerProcess(new Process { StartInfo = start });
    }

    /// <summary>Waits for a line of output that contains the text.</summary>
    public async Task<string> WaitForLineAsync(string text)
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await foreach (string line in _output.Reader.ReadAllAsync(timeout.Token))
            {
                _lines.Add(line);
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, together with what was said instead.
        }

        throw new TimeoutException($"The program did not say '{text}', but:\n{string.Join('\n', _lines)}");
    }

    /// <summary>A client for the server, once it has started: it listens a moment before.</summary>
    public async Task<HttpClient> ConnectAsync()
    {
        const string announcement = "Now listening on: ";
        string line = await WaitForLineAsync(announcement);
        await WaitForLineAsync("Application started");
        return new HttpClient { BaseAddress = new Uri(line[(line.IndexOf(announcement, StringComparison.Ordinal) + announcement.Length)..]) };
    }

    /// <summary>Asks the program to stop, as a service manager does.</summary>
    public async Task TerminateAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Waits until the program ends by itself.</summary>
    public async Task<(int Code, string Output, string Errors)> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await foreach (string line in _output.Reader.ReadAllAsync())
        {
            _lines.Add(line);
        }

        return (_process.ExitCode, string.Join('\n', _lines), await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    private static bool IsConfiguration(string variable) =>
        variable.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("Bridge__", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("Kestrel__", StringComparison.OrdinalIgnoreCase)
        || variable.Equals("URLS", StringComparison.OrdinalIgnoreCase)
        || variable.Equals("DOTNET_URLS", StringComparison.OrdinalIgnoreCase);
}
