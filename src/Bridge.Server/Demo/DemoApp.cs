// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;

namespace Bridge.Server.Demo;

/// <summary>The app that is there when none is configured. Everybody knows its secret.</summary>
internal static class DemoApp
{
    public const string Id = "1001";
    public const string Key = "demo-key";
    public const string Secret = "demo-secret";

    /// <summary>The app as configuration.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["Bridge:Apps:0:Id"] = Id,
        ["Bridge:Apps:0:Key"] = Key,
        ["Bridge:Apps:0:Secret"] = Secret,
        ["Bridge:Apps:0:Name"] = "Demo",
    };

    /// <summary>Whether this is the only app. Beside real apps there is no demo: its page and its signatures are for everybody.</summary>
    public static bool IsOnlyOneOf(IEnumerable<PusherApp> apps) =>
        apps.Take(2).ToArray() is [{ Id: Id, Key: Key, Secret: Secret }];
}
