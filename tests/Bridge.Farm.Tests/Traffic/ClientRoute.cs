// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Traffic;

/// <summary>A real client, and the way that it takes to a node.</summary>
/// <param name="Name">For messages.</param>
/// <param name="SendsInOrder">
/// Whether its messages arrive in the order in which it sends them. The fallbacks of pusher-js send each in a request of its own, and wait neither
/// for the one before nor for an answer.
/// </param>
/// <param name="ConnectAsync">Connects one to a node, or to nginx.</param>
internal sealed record ClientRoute(string Name, bool SendsInOrder, Func<NodeDriver, Uri, Task<ITestClient>> ConnectAsync);
