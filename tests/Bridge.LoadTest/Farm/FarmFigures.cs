// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Farm;

/// <summary>One row of the table: the rounds of one set-up.</summary>
internal sealed class FarmFigures(string name)
{
    public const string Header =
        "| set-up | publishes/s | deliveries/s | p99, ms | CPU, us a publish | lost | dropped |\n|---|---:|---:|---:|---:|---:|---:|";

    private readonly List<RunResult> _rounds = [];

    public bool IsClean => _rounds.All(round => round.IsClean);

    /// <summary>The 99th percentile of the latency, ms; the median of the rounds.</summary>
    public double P99 => Median(P99Of);

    public void Add(RunResult round) => _rounds.Add(round);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Show("N0", r => r.Published / r.Seconds)} | {Show("N0", r => r.DeliveriesPerSecond)} | {Show("N2", P99Of)} | {Show("N1", CpuOfPublish)} | {_rounds.Max(r => r.Lost)} | {_rounds.Max(r => r.Disconnects)} |");

    private static double P99Of(RunResult round) => round.P99Microseconds / 1e3;

    private static double CpuOfPublish(RunResult round) =>
        round.Published == 0 ? double.NaN : (round.CpuSecondsPerMillion ?? double.NaN) * round.Delivered / round.Published;

    private double Median(Func<RunResult, double> read)
    {
        var values = _rounds.Select(read).Order().ToArray();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    /// <summary>The median, and in brackets the lowest and the highest round.</summary>
    private string Show(string format, Func<RunResult, double> read)
    {
        return string.Create(
            CultureInfo.InvariantCulture, $"{Text(Median(read))} ({Text(_rounds.Min(read))} - {Text(_rounds.Max(read))})");

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
