// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text;

namespace Bridge.LoadTest.Comparison;

/// <summary>The table of a comparison in Markdown: the candidate's figures beside those of the baseline.</summary>
internal sealed class ComparisonReport
{
    private readonly StringBuilder _text = new();

    /// <summary>Goals that were not reached, or could not be checked though both servers ran.</summary>
    public int Missed { get; private set; }

    /// <summary>Writes what the figures were measured on.</summary>
    public void AddSetting(string description)
    {
        AddLine($"{description}");
        AddLine($"");
    }

    /// <summary>Writes the rows of every scenario.</summary>
    /// <param name="results">The samples of all scenarios on all servers.</param>
    /// <param name="candidate">The server that the goals are for.</param>
    /// <param name="baseline">The server that it is compared with.</param>
    public void AddComparison(IReadOnlyList<ScenarioSamples> results, string candidate, string baseline)
    {
        AddLine($"| scenario | figure | {candidate} | {baseline} | ratio | goal | met |");
        AddLine($"|---|---|---:|---:|---:|---:|---|");
        foreach (var group in results.GroupBy(r => r.Scenario.Name))
        {
            var scenario = group.First().Scenario;
            var first = Find(group, candidate);
            var second = Find(group, baseline);
            var title = scenario.Title;
            foreach (var measure in scenario.Measures)
            {
                AddRow(title, measure, first, second);
                title = string.Empty;
            }
        }
    }

    /// <summary>Writes how far this generator and the yardstick are apart.</summary>
    public void AddAgreement(IReadOnlyList<ScenarioSamples> results)
    {
        AddLine($"");
        AddLine($"| scenario | server | figure | this generator | rtload | difference |");
        AddLine($"|---|---|---|---:|---:|---:|");
        foreach (var samples in results.Where(r => r.Yardstick.Count > 0))
        {
            var yardstick = samples.Yardstick.Select(r => new Sample(r, null)).ToList();
            foreach (var measure in AgreementMeasures.All)
            {
                var difference = (measure.Summarize(samples.Own) / measure.Summarize(yardstick) - 1) * 100;
                AddLine($"| {samples.Scenario.Title} | {samples.Server.Name} | {measure.Name} | {Format(measure, samples.Own)} | {Format(measure, yardstick)} | {difference:+0.0;-0.0} % |");
            }
        }
    }

    public override string ToString() => _text.ToString();

    private static IReadOnlyList<Sample> Find(IEnumerable<ScenarioSamples> group, string server) =>
        group.FirstOrDefault(samples => samples.Server.Name == server)?.Own ?? [];

    private void AddRow(string title, Measure measure, IReadOnlyList<Sample> candidate, IReadOnlyList<Sample> baseline)
    {
        var figure = measure.Summarize(candidate);
        var reference = measure.Summarize(baseline);
        var ratio = reference is null or 0 ? null : figure / reference;
        var met = measure.Goal?.IsMet(figure, reference);
        if (met == false || (met is null && measure.Goal is not null && candidate.Count > 0 && baseline.Count > 0))
        {
            Missed++;
        }

        AddLine($"| {title} | {measure.Name} | {Format(measure, candidate)} | {Format(measure, baseline)} | {ratio:F2} | {measure.Goal} | {Describe(met)} |");
    }

    private static string Describe(bool? met) => met switch
    {
        true => "yes",
        false => "**no**",
        null => string.Empty,
    };

    /// <summary>The figure, and in brackets the lowest and the highest round.</summary>
    private static string Format(Measure measure, IReadOnlyList<Sample> samples)
    {
        if (measure.Summarize(samples) is not { } figure)
        {
            return "-";
        }

        var values = samples.Select(measure.Read).OfType<double>().ToArray();
        return values.Length == 1 || values.Min() == values.Max()
            ? Number(figure)
            : $"{Number(figure)} ({Number(values.Min())} - {Number(values.Max())})";

        string Number(double value) => value.ToString($"N{measure.Decimals}", CultureInfo.InvariantCulture);
    }

    private void AddLine(FormattableString line) => _text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
