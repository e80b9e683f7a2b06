// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.LoadTest.Clients;

namespace Bridge.LoadTest.Scenarios;

/// <summary>The server that a scenario runs against.</summary>
/// <param name="EndPoint">Where it listens.</param>
/// <param name="Protocol">How to talk to it.</param>
/// <param name="ProcessId">Its process, for CPU and memory.</param>
/// <param name="ProbePath">The socket of the probe inside it, for managed garbage.</param>
internal sealed record Target(IPEndPoint EndPoint, ChannelProtocol Protocol, int? ProcessId, string? ProbePath);
