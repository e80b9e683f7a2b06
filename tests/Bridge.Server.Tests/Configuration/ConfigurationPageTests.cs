// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.RegularExpressions;
using Bridge.Server.Configuration;

namespace Bridge.Server.Tests.Configuration;

/// <summary>docs/operations/configuration.md names the settings that there are, all of them and no other.</summary>
public sealed partial class ConfigurationPageTests
{
    [Fact]
    public async Task Page_EachSetting_IsInATable()
    {
        string[] settings = [.. KeysOf(BridgeSettings.SectionName, BridgeSettings.Shape).Order(StringComparer.Ordinal)];
        string[] documented = [.. NamesOn(await File.ReadAllLinesAsync(Page())).Order(StringComparer.Ordinal)];

        Assert.Equal(settings, documented);
    }

    private static IEnumerable<string> KeysOf(string path, SettingsShape shape) =>
        shape.ValueType is not null ? [path]
        : shape.Items is { } items ? KeysOf($"{path}:N", items)
        : shape.Members.SelectMany(member => KeysOf($"{path}:{member.Key}", member.Value));

    /// <summary>Rows have the whole key, or what follows the section that a line above the table begins with.</summary>
    private static IEnumerable<string> NamesOn(IEnumerable<string> lines)
    {
        string? section = null;
        foreach (string line in lines)
        {
            if (line.StartsWith('#'))
            {
                section = null;
            }
            else if (Section().Match(line) is { Success: true } start)
            {
                section = Regex.Replace(start.Groups["key"].Value, ":M(?=:|$)", ":N");
            }
            else if (line.StartsWith("| `", StringComparison.Ordinal))
            {
                foreach (Match name in Name().Matches(line.Split('|')[1]))
                {
                    string key = name.Groups["key"].Value;
                    if (key.StartsWith("Bridge:", StringComparison.Ordinal))
                    {
                        yield return key;
                    }
                    else if (section is not null)
                    {
                        yield return $"{section}:{key}";
                    }
                }
            }
        }
    }

    private static string Page()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Bridge.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Bridge.sln is in no folder above.");
        }

        return Path.Combine(folder.FullName, "docs", "operations", "configuration.md");
    }

    [GeneratedRegex("^`(?<key>Bridge:[A-Za-z:]+)`")]
    private static partial Regex Section();

    [GeneratedRegex("`(?<key>[^`]+)`")]
    private static partial Regex Name();
}
