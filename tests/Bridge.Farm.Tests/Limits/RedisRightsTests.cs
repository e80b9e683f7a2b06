// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.RegularExpressions;
using Bridge.Farm.Tests.Nodes;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Limits;

/// <summary>The rights that docs/operations/redis.md names cover what the scripts call, also what they call seldom.</summary>
public sealed partial class RedisRightsTests
{
    [Fact]
    public async Task User_MayRunEveryCommandOfTheScripts()
    {
        string[] rights = await RedisUser.ReadAsync();
        List<string> missing = [];
        foreach (string script in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Bridge.Redis"), "*.lua", SearchOption.AllDirectories))
        {
            foreach (Match call in Call().Matches(await File.ReadAllTextAsync(script)))
            {
                string right = $"+{call.Groups["command"].Value.ToLowerInvariant()}";
                if (!rights.Contains(right))
                {
                    missing.Add($"{right} for {Path.GetFileName(script)}");
                }
            }
        }

        Assert.Empty(missing);
    }

    [GeneratedRegex("""redis\.p?call\(\s*['"](?<command>[A-Za-z]+)['"]""")]
    private static partial Regex Call();
}
