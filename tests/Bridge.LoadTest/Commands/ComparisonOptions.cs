// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using Bridge.LoadTest.Comparison;

namespace Bridge.LoadTest.Commands;

/// <summary>The options of a comparison of two servers, and the run itself.</summary>
internal sealed class ComparisonOptions
{
    private const int MinRounds = 3;

    private readonly string _candidate;
    private readonly string _baseline;
    private readonly IReadOnlyList<ComparedScenario> _all;
    private readonly Option<string[]> _servers;
    private readonly Option<string[]> _scenarios;

    private readonly Option<int> _rounds = new("--rounds") { Description = "Interleaved rounds.", DefaultValueFactory = _ => MinRounds };

    private readonly Option<double?> _seconds = new("--seconds") { Description = "Length of each measurement, if not the scenario's own." };

    private readonly Option<FileInfo?> _yardstick = new("--yardstick")
    {
        Description = "rtload: runs the fan-out scenarios with it too and shows the agreement.",
    };

    public ComparisonOptions(string candidate, string baseline, IReadOnlyList<ComparedScenario> all)
    {
        _candidate = candidate;
        _baseline = baseline;
        _all = all;
        _servers = Choice("--servers", "Which of the two to run.", [candidate, baseline]);
        _scenarios = Choice("--scenarios", "Which scenarios to run.", [.. all.Select(s => s.Name)]);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_servers);
        command.Options.Add(_scenarios);
        command.Options.Add(_rounds);
        command.Options.Add(_seconds);
        command.Options.Add(_yardstick);
    }

    /// <summary>Runs what was chosen and prints the table; returns the exit code.</summary>
    public int Run(ParseResult arguments, IReadOnlyList<ServerDefinition> definitions)
    {
        var servers = arguments.GetRequiredValue(_servers);
        var scenarios = arguments.GetRequiredValue(_scenarios);
        var rounds = arguments.GetValue(_rounds);
        var runner = new ComparisonRunner(
            [.. definitions.Where(d => servers.Contains(d.Name))],
            [.. _all.Where(s => scenarios.Contains(s.Name)).Select(s => s.WithDuration(arguments.GetValue(_seconds)))],
            arguments.GetValue(_yardstick) is { } file ? new Yardstick(file.FullName) : null,
            Console.Error);

        var machine = Machine.Describe();
        var results = runner.Run(rounds);
        var report = new ComparisonReport();
        report.AddSetting($"{machine} at the start, {Machine.ReadLoadAverage()} at the end; medians of {rounds} rounds");
        report.AddComparison(results, _candidate, _baseline);
        if (runner.HasYardstick)
        {
            report.AddAgreement(results);
        }

        Console.Write(report);
        return report.Missed == 0 ? ExitCode.Success : ExitCode.Missed;
    }

    private static Option<string[]> Choice(string name, string description, string[] values)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => values,
        };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
