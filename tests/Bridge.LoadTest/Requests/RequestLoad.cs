// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.LoadTest.Comparison;
using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Native;

namespace Bridge.LoadTest.Requests;

/// <summary>The same request over and over on several connections: a closed loop.</summary>
internal sealed class RequestLoad : IDisposable
{
    private const long MaxWait = Clock.Second / 50;

    private readonly Epoll _epoll = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly RequestConnection[] _connections;
    private long _answers;

    public RequestLoad(IPEndPoint endPoint, byte[] request, int connections)
    {
        _connections = [.. Enumerable.Range(0, connections).Select(token => new RequestConnection(_epoll, token, request))];
        foreach (var connection in _connections)
        {
            connection.Connect(endPoint);
        }
    }

    /// <summary>Measures a server after a warm-up. An answer counts as a delivery.</summary>
    public static RunResult Run(RunningServer server, byte[] request, int connections, TimeSpan warmup, TimeSpan duration)
    {
        using var load = new RequestLoad(server.Target.EndPoint, request, connections);
        var process = new ServerProcess(server.ProcessId);
        var probe = new AllocationProbe(server.Target.ProbePath!);
        load.Run(warmup);

        var (start, cpu, allocated, answers) = (Clock.Now, process.ReadCpuSeconds(), probe.ReadAllocatedBytes(), load._answers);
        load.Run(duration);
        var count = load._answers - answers;
        var seconds = (double)(Clock.Now - start) / Clock.Second;
        return new RunResult
        {
            Connections = connections,
            Seconds = seconds,
            Delivered = count,
            DeliveriesPerSecond = count / seconds,
            CpuSecondsPerMillion = (process.ReadCpuSeconds() - cpu) * 1e6 / count,
            AllocatedBytesPerDelivery = (double)(probe.ReadAllocatedBytes() - allocated) / count,
        };
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Close();
        }

        _epoll.Dispose();
    }

    private void Run(TimeSpan duration)
    {
        var end = Clock.Now + (long)(duration.TotalSeconds * Clock.Second);
        for (var now = Clock.Now; now < end; now = Clock.Now)
        {
            var count = _epoll.Wait(Math.Min(MaxWait, end - now));
            for (var i = 0; i < count; i++)
            {
                var events = _epoll.Read(i, out var token);
                _answers += _connections[token].OnReady(events, _buffer);
            }
        }
    }
}
