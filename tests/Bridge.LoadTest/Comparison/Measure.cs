// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Comparison;

/// <summary>A figure of a scenario: a row of the table.</summary>
internal sealed record Measure(string Name, Func<Sample, double?> Read, Goal? Goal = null)
{
    /// <summary>Digits behind the point.</summary>
    public int Decimals { get; init; }

    /// <summary>Counts the worst round instead of the median: for what must never happen.</summary>
    public bool TakesWorst { get; init; }

    /// <summary>Sums up the rounds; null when no round gave the figure.</summary>
    public double? Summarize(IEnumerable<Sample> samples)
    {
        var values = samples.Select(Read).OfType<double>().Order().ToArray();
        if (values.Length == 0)
        {
            return null;
        }

        return TakesWorst ? values[^1] : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
