// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Farm.Tests.Reports;

/// <summary>How the clients of a node that is drained were sent away.</summary>
/// <param name="Clients">How many there were.</param>
/// <param name="Spread">From the first one's close to the last one's.</param>
/// <param name="Total">From the signal to the end of the process.</param>
internal sealed record DrainOutcome(int Clients, TimeSpan Spread, TimeSpan Total);
