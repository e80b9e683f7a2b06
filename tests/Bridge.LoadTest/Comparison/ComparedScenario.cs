// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Clients;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Comparison;

/// <summary>A scenario and what is read from it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">Its name in the table.</param>
/// <param name="Scenario">What is run.</param>
/// <param name="Measures">The rows.</param>
internal sealed record ComparedScenario(string Name, string Title, Scenario Scenario, IReadOnlyList<Measure> Measures)
{
    /// <summary>Run before the scenario in each round, for figures that are a difference from it.</summary>
    public Scenario? Control { get; init; }

    /// <summary>How to talk to every server in this scenario, if not in the server's own way.</summary>
    public ChannelProtocol? Protocol { get; init; }

    /// <summary>Whether rtload runs it too, so that the two generators can be compared.</summary>
    public bool HasYardstick { get; init; }

    /// <summary>What tells rtload the same as <see cref="Protocol"/>; null when rtload can't.</summary>
    public IReadOnlyList<string>? YardstickArguments { get; init; }

    /// <summary>The same with another length of the measurement.</summary>
    public ComparedScenario WithDuration(double? seconds) => seconds is not { } length ? this : this with
    {
        Scenario = Scenario with { Duration = TimeSpan.FromSeconds(length) },
        Control = Control is null ? null : Control with { Duration = TimeSpan.FromSeconds(length) },
    };
}
