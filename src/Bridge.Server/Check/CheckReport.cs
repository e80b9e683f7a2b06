// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check;

/// <summary>Writes results as a table, and below it what to change, each thing once.</summary>
internal static class CheckReport
{
    public static void Write(TextWriter output, IReadOnlyCollection<CheckResult> results)
    {
        int name = results.Max(result => result.Name.Length);
        int path = results.Max(result => result.Path.Length);
        foreach (CheckResult result in results)
        {
            output.WriteLine($"{Word(result.Status),-7}  {result.Name.PadRight(name)}  {result.Path.PadRight(path)}  {result.Finding}");
        }

        foreach (IGrouping<string, CheckResult> change in results.Where(result => result.Advice is not null).GroupBy(result => result.Advice!))
        {
            output.WriteLine();
            output.WriteLine($"{string.Join(", ", change.Select(result => result.Name))}:");
            output.WriteLine($"  {change.Key}");
        }

        output.WriteLine();
        output.WriteLine(Summary(results));
    }

    private static string Summary(IReadOnlyCollection<CheckResult> results)
    {
        int broken = results.Count(result => result.Status == CheckStatus.Broken);
        return broken == 0 ? "Clients of every kind get through."
            : results.Count == 1 ? "Nothing else was tried."
            : $"{broken} of {results.Count} checks failed.";
    }

    private static string Word(CheckStatus status) => status switch
    {
        CheckStatus.Works => "works",
        CheckStatus.Warning => "warning",
        CheckStatus.Broken => "BROKEN",
        _ => "skipped",
    };
}
