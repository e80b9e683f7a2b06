// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Clients;
using Bridge.LoadTest.Comparison;
using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Tests.Comparison;

public sealed class ComparisonReportTests
{
    private static readonly Measure s_cpu = new("CPU", s => s.Result.CpuSecondsPerMillion, Goal.RatioAtMost(0.5)) { Decimals = 1 };

    private static readonly Measure s_lost = new("lost", s => s.Result.Lost, Goal.AtMost(0)) { TakesWorst = true };

    [Fact]
    public void AddComparison_SeveralRounds_ComparesMediansAndShowsTheSpread()
    {
        var report = new ComparisonReport();

        report.AddComparison([Samples("bridge", s_cpu, 9, 1, 2), Samples("stock", s_cpu, 4, 8, 4)], "bridge", "stock");

        Assert.Contains("| CPU | 2.0 (1.0 - 9.0) | 4.0 (4.0 - 8.0) | 0.50 | <= 0.5 x | yes |", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, report.Missed);
    }

    [Fact]
    public void AddComparison_RatioAboveTheGoal_IsMissed()
    {
        var report = new ComparisonReport();

        report.AddComparison([Samples("bridge", s_cpu, 3), Samples("stock", s_cpu, 4)], "bridge", "stock");

        Assert.Contains("| 0.75 | <= 0.5 x | **no** |", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, report.Missed);
    }

    [Theory]
    [InlineData(5, 4, "yes", 0)]
    [InlineData(2, 4, "yes", 0)]
    [InlineData(5.5, 4, "**no**", 1)]
    public void AddComparison_GoalIsADifference_ComparesIt(double own, double stock, string met, int missed)
    {
        var measure = new Measure("p99", s => s.Result.CpuSecondsPerMillion, Goal.MoreByAtMost(1)) { Decimals = 1 };
        var report = new ComparisonReport();

        report.AddComparison([Samples("bridge", measure, own), Samples("stock", measure, stock)], "bridge", "stock");

        Assert.Contains($"| <= +1 | {met} |", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(missed, report.Missed);
    }

    [Fact]
    public void AddComparison_LossInOneRound_IsMissedWhateverTheMedian()
    {
        var report = new ComparisonReport();
        var samples = Samples("bridge", s_lost, 1, 1, 1);
        samples.Own[1] = new Sample(samples.Own[1].Result with { Lost = 7 }, null);

        report.AddComparison([samples], "bridge", "stock");

        Assert.Contains("| lost | 7 (0 - 7) | - |  | <= 0 | **no** |", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddComparison_FigureIsMissing_CountsAsMissed()
    {
        var report = new ComparisonReport();
        var samples = Samples("bridge", s_cpu, 1);
        samples.Own[0] = new Sample(samples.Own[0].Result with { CpuSecondsPerMillion = null }, null);

        report.AddComparison([samples, Samples("stock", s_cpu, 4)], "bridge", "stock");

        Assert.Equal(1, report.Missed);
    }

    [Fact]
    public void Parse_YardstickLine_ReadsTheCommonFigures()
    {
        var result = Yardstick.Parse(
            """{"label":"","conns":1000,"seconds":8.00,"published":10,"delivered":10000,"per_s":1250,"cpu_s":0.03,"cpu_per_m":3.000,"p50_us":10,"p90_us":15,"p99_us":20,"lost":5,"disconnects":1,"kb_per_conn":2.50}""");

        Assert.Equal(1250, result.DeliveriesPerSecond);
        Assert.Equal(3, result.CpuSecondsPerMillion);
        Assert.Equal(20, result.P99Microseconds);
        Assert.False(result.IsClean);
    }

    private static ScenarioSamples Samples(string server, Measure measure, params double[] cpu)
    {
        var scenario = new ComparedScenario("name", "title", new Scenario(), [measure]);
        var definition = new ServerDefinition(server, "true", new SignalRProtocol("/hub", "Subscribe", "Publish"), null);
        var samples = new ScenarioSamples(scenario, definition);
        samples.Own.AddRange(cpu.Select(c => new Sample(new RunResult { Connections = 1, CpuSecondsPerMillion = c }, null)));
        return samples;
    }
}
