// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.LoadTest.Clients;

namespace Bridge.LoadTest.Scenarios;

/// <summary>The server that a scenario runs against.</summary>
/// <param name="EndPoint">Where it listens.</param>
/// <param name="Protocol">How to talk to it.</param>
/// <param name="ProcessId">Its process, for CPU and memory.</param>
/// <param name="ProbePath">The socket of the probe inside it, for managed garbage.</param>
internal sealed record Target(IPEndPoint EndPoint, ChannelProtocol Protocol, int? ProcessId, string? ProbePath)
{
    /// <summary>Further nodes of a farm. The publisher is on the first node, the subscribers of each channel are spread over all.</summary>
    public IReadOnlyList<IPEndPoint> OtherNodes { get; init; } = [];

    /// <summary>The processes of the further nodes; their CPU counts with that of the first.</summary>
    public IReadOnlyList<int> OtherProcessIds { get; init; } = [];

    /// <summary>The node for a subscriber.</summary>
    public IPEndPoint NodeFor(int subscriber, int channels) =>
        (subscriber / channels % (OtherNodes.Count + 1)) is > 0 and var node ? OtherNodes[node - 1] : EndPoint;
}
