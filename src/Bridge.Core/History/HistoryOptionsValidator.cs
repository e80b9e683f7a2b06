// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.Core.History;

/// <summary>Checks the rules without stopping at the first error; each error names its configuration key.</summary>
internal sealed class HistoryOptionsValidator : IValidateOptions<HistoryOptions>
{
    private const int MostMessages = 10_000;
    private const int MostSeconds = 7 * 24 * 60 * 60;
    private const int LeastBytes = 65_536;

    public ValidateOptionsResult Validate(string? name, HistoryOptions options)
    {
        List<string> errors = [];
        var prefixes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < options.Rules.Count; i++)
        {
            Check(options.Rules[i], $"Bridge:History:{i}", errors);
            string prefix = options.Rules[i].ChannelPrefix;
            if (!prefixes.TryAdd(prefix, i))
            {
                errors.Add($"Bridge:History:{i}:ChannelPrefix is '{prefix}', as is that of Bridge:History:{prefixes[prefix]}.");
            }
        }

        if (options.MaxBytes < LeastBytes)
        {
            errors.Add($"Bridge:HistoryBytes is {options.MaxBytes}, but must be at least {LeastBytes}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Check(HistoryRule rule, string key, List<string> errors)
    {
        if (rule.Size is < 1 or > MostMessages)
        {
            errors.Add($"{key}:Size is {rule.Size}, but must be 1 to {MostMessages}.");
        }

        if (rule.Seconds is < 1 or > MostSeconds)
        {
            errors.Add($"{key}:Seconds is {rule.Seconds}, but must be 1 to {MostSeconds}.");
        }
    }
}
