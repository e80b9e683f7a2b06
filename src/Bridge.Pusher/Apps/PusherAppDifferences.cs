// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Apps;

/// <summary>Checks what must differ between apps: ids, keys and group prefixes.</summary>
internal static class PusherAppDifferences
{
    /// <summary>Adds an error for each value that two apps share.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="apps">Every app with the place where it is configured.</param>
    public static void Check(List<string> errors, IReadOnlyList<(string At, PusherApp App)> apps)
    {
        CheckUnique(errors, apps.Select(entry => ($"{entry.At}:Id", entry.App.Id)));
        CheckUnique(errors, apps.SelectMany(Keys));
        CheckPrefixes(errors, apps);
    }

    private static IEnumerable<(string Key, string Value)> Keys((string At, PusherApp App) entry) =>
        [($"{entry.At}:Key", entry.App.Key), ($"{entry.At}:PreviousKey", entry.App.PreviousKey ?? "")];

    private static void CheckUnique(List<string> errors, IEnumerable<(string Key, string Value)> settings)
    {
        Dictionary<string, string> first = new(StringComparer.Ordinal);
        foreach ((string key, string value) in settings)
        {
            if (value.Length > 0 && !first.TryAdd(value, key))
            {
                errors.Add($"{key} '{value}' is that of {first[value]} too.");
            }
        }
    }

    private static void CheckPrefixes(List<string> errors, IReadOnlyList<(string At, PusherApp App)> apps)
    {
        if (apps.Count == 1)
        {
            return;
        }

        errors.AddRange(apps
            .Where(entry => entry.App.GroupPrefix.Length == 0)
            .Select(entry => $"{entry.At}:GroupPrefix is missing: with more than one app each needs its own."));

        // In ordinal order a prefix stands right in front of what begins with it, or of another one that does.
        (string At, PusherApp App)[] sorted =
            [.. apps.Where(entry => entry.App.GroupPrefix.Length > 0).OrderBy(entry => entry.App.GroupPrefix, StringComparer.Ordinal)];
        for (int i = 1; i < sorted.Length; i++)
        {
            (string firstAt, string first) = (sorted[i - 1].At, sorted[i - 1].App.GroupPrefix);
            (string secondAt, string second) = (sorted[i].At, sorted[i].App.GroupPrefix);
            if (second.StartsWith(first, StringComparison.Ordinal))
            {
                errors.Add($"{secondAt}:GroupPrefix '{second}' and that of {firstAt}, '{first}', must not begin with each other.");
            }
        }
    }
}
