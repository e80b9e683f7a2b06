// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Comparison;

/// <summary>All rounds of one scenario on one server.</summary>
internal sealed class ScenarioSamples(ComparedScenario scenario, ServerDefinition server)
{
    public ComparedScenario Scenario => scenario;

    public ServerDefinition Server => server;

    /// <summary>What lets rtload run it; null when it can't or is not to.</summary>
    public IReadOnlyList<string>? YardstickArguments =>
        scenario.YardstickArguments ?? (scenario.HasYardstick ? server.YardstickArguments : null);

    public List<Sample> Own { get; } = [];

    /// <summary>The same rounds as rtload saw them.</summary>
    public List<RunResult> Yardstick { get; } = [];
}
