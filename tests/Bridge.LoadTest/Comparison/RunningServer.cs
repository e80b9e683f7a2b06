// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Comparison;

/// <summary>A fresh server process with the probe inside it, ended with this object.</summary>
internal sealed class RunningServer : IDisposable
{
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_startPoll = TimeSpan.FromMilliseconds(50);
    private const int KeptLines = 20;

    private readonly ServerDefinition _definition;
    private readonly IPEndPoint _endPoint = FindFreePort();
    private readonly string _probePath = Path.Combine(Path.GetTempPath(), $"bridge-loadtest-{Guid.NewGuid():N}.sock");
    private readonly Queue<string> _output = new();
    private readonly Process _process;

    private RunningServer(ServerDefinition definition)
    {
        _definition = definition;
        var port = _endPoint.Port.ToString(CultureInfo.InvariantCulture);
        var command = CommandLineParser.SplitCommandLine(definition.CommandLine.Replace("{port}", port, StringComparison.Ordinal)).ToArray();
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "Bridge.LoadTest.Probe.dll");
        start.Environment["BRIDGE_LOADTEST_PROBE"] = _probePath;

        _process = Process.Start(start) ?? throw new LoadTestException($"{definition.Name} did not start.");
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port => _endPoint.Port;

    public int ProcessId => _process.Id;

    public Target Target => new(_endPoint, _definition.Protocol, _process.Id, _definition.HasProbe ? _probePath : null);

    /// <summary>Starts a server and waits until it listens.</summary>
    public static RunningServer Start(ServerDefinition definition)
    {
        var server = new RunningServer(definition);
        try
        {
            server.WaitUntilListening();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        File.Delete(_probePath);
    }

    private static IPEndPoint FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }

    private void WaitUntilListening()
    {
        for (var watch = Stopwatch.StartNew(); !IsListening(); Thread.Sleep(s_startPoll))
        {
            if (_process.HasExited || watch.Elapsed > s_startTimeout)
            {
                throw new LoadTestException($"{_definition.Name} does not listen on {_endPoint}:\n{LastOutput()}");
            }
        }
    }

    private bool IsListening()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(_endPoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.Enqueue(line.Data ?? string.Empty);
            if (_output.Count > KeptLines)
            {
                _output.Dequeue();
            }
        }
    }

    private string LastOutput()
    {
        lock (_output)
        {
            return string.Join('\n', _output);
        }
    }
}
