// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.LoadTest.Clients;
using Bridge.LoadTest.Comparison;
using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Farm;

/// <summary>Fresh Bridge processes on a Redis of their own, or a single one without Redis.</summary>
internal sealed class FarmOfServers : IDisposable
{
    private static readonly PusherProtocol s_protocol = new(ServerCommandLines.Key, ServerCommandLines.Secret);

    private readonly List<RunningServer> _nodes = [];
    private RunningServer? _redis;

    private FarmOfServers(int nodes, bool hasRedis, string settings = "")
    {
        _redis = hasRedis ? RunningServer.Start(new("redis", ServerCommandLines.Redis, s_protocol, YardstickArguments: null)) : null;
        var command = _redis is null ? ServerCommandLines.Bridge : $"{ServerCommandLines.Bridge} --Bridge:Redis:Configuration=127.0.0.1:{_redis.Port}{settings}";
        for (var i = 0; i < nodes; i++)
        {
            _nodes.Add(RunningServer.Start(new("bridge", command, s_protocol, YardstickArguments: null)));
        }
    }

    /// <summary>The Redis, in the manner of the configuration.</summary>
    public string Redis => $"127.0.0.1:{_redis!.Port}";

    /// <summary>Where the first node listens.</summary>
    public IPEndPoint FirstNode => _nodes[0].Target.EndPoint;

    public static FarmOfServers Alone() => new(1, hasRedis: false);

    public static FarmOfServers Start(int nodes) => new(nodes, hasRedis: true);

    /// <summary>Every channel has a history.</summary>
    public static FarmOfServers StartWithHistory(int nodes) => new(
        nodes, hasRedis: true, $" --Bridge:History:0:ChannelPrefix=private- --Bridge:History:0:Size=100 --Bridge:History:0:Seconds=60");

    /// <summary>Runs a scenario with the publisher on the first node and the subscribers on all; CPU is that of all nodes.</summary>
    public RunResult Run(Scenario scenario) => new ScenarioRunner(scenario, _nodes[0].Target with
    {
        OtherNodes = [.. _nodes.Skip(1).Select(node => node.Target.EndPoint)],
        OtherProcessIds = [.. _nodes.Skip(1).Select(node => node.ProcessId)],
    }).Run();

    public void StopRedis()
    {
        _redis!.Dispose();
        _redis = null;
    }

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        _redis?.Dispose();
    }
}
