// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Farm.Tests.Reports;

/// <summary>How long it took until every node told the right users and numbers.</summary>
/// <param name="Scenario">What was done to the farm.</param>
/// <param name="Time">From that on.</param>
internal sealed record PresenceOutcome(string Scenario, TimeSpan Time);
