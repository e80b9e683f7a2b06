// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Comparison;

/// <summary>
/// Runs every scenario on every server in interleaved rounds: a fresh process for each run, and each round in the reverse
/// order of the one before, so that a busy or a quiet time of the machine meets everybody.
/// </summary>
internal sealed class ComparisonRunner(
    IReadOnlyList<ServerDefinition> servers,
    IReadOnlyList<ComparedScenario> scenarios,
    Yardstick? yardstick,
    TextWriter progress)
{
    public bool HasYardstick => yardstick is not null;

    public IReadOnlyList<ScenarioSamples> Run(int rounds)
    {
        ScenarioSamples[] all = [.. scenarios.SelectMany(_ => servers, (scenario, server) => new ScenarioSamples(scenario, server))];
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var samples in round % 2 == 1 ? all : all.Reverse())
            {
                progress.WriteLine($"round {round} of {rounds}: {samples.Scenario.Name}, {samples.Server.Name}");
                RunOnce(samples, yardstickFirst: round % 2 == 0);
            }
        }

        return all;
    }

    private void RunOnce(ScenarioSamples samples, bool yardstickFirst)
    {
        if (yardstickFirst)
        {
            RunYardstick(samples);
        }

        var control = samples.Scenario.Control is { } scenario ? RunFresh(samples, scenario) : null;
        samples.Own.Add(new Sample(RunFresh(samples, samples.Scenario.Scenario), control));

        if (!yardstickFirst)
        {
            RunYardstick(samples);
        }
    }

    private static RunResult RunFresh(ScenarioSamples samples, Scenario scenario)
    {
        using var server = RunningServer.Start(samples.Server);
        var target = samples.Scenario.Protocol is { } protocol ? server.Target with { Protocol = protocol } : server.Target;
        return new ScenarioRunner(scenario, target).Run();
    }

    private void RunYardstick(ScenarioSamples samples)
    {
        if (yardstick is null || samples.YardstickArguments is not { } protocol)
        {
            return;
        }

        using var server = RunningServer.Start(samples.Server);
        samples.Yardstick.Add(yardstick.Run(samples.Scenario.Scenario, protocol, server));
    }
}
