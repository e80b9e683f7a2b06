// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Farm.Tests.Reports;

/// <summary>What became of a scenario's messages.</summary>
/// <param name="Scenario">What was done to the farm.</param>
/// <param name="Sent">Messages that a node took.</param>
/// <param name="Delivered">Deliveries to all listeners together.</param>
/// <param name="Lost">Deliveries that were promised and did not come.</param>
/// <param name="Doubled">Deliveries that came twice.</param>
/// <param name="Disordered">Deliveries that came after a later message of the same sender.</param>
/// <param name="Recovery">From the disturbance's end, or from a node's death, until every client heard every node again.</param>
internal sealed record Outcome(
    string Scenario, int Sent, int Delivered, int Lost, int Doubled, int Disordered, TimeSpan? Recovery);
