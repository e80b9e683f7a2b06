// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Server.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Bridge.Server.Demo;

/// <summary>The app that is there when none is configured. Everybody knows its secret.</summary>
internal static class DemoApp
{
    public const string Id = "1001";
    public const string Key = "demo-key";
    public const string Secret = "demo-secret";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Bridge:Apps:0:Id"] = Id,
        ["Bridge:Apps:0:Key"] = Key,
        ["Bridge:Apps:0:Secret"] = Secret,
        ["Bridge:Apps:0:Name"] = "Demo",
    };

    /// <summary>Adds the app to a configuration in which no app has an id, a key or a secret, and which names no database of apps.</summary>
    public static void AddIfNoOther(IConfigurationManager configuration)
    {
        IConfigurationSection bridge = configuration.GetSection(BridgeSettings.SectionName);
        if (!bridge.GetSection("Apps").GetChildren().Any(IsNamed)
            && string.IsNullOrEmpty(bridge[$"{AppDatabase.SectionName}:{nameof(AppStoreOptions.Sqlite)}"]))
        {
            // First means weakest: apps that come with a reload take its place.
            configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Settings });
        }
    }

    /// <summary>Whether this is the only app. Beside real apps there is no demo: its page and its signatures are for everybody.</summary>
    public static bool IsOnlyOneOf(IEnumerable<PusherApp> apps) =>
        apps.Take(2).ToArray() is [{ Id: Id, Key: Key, Secret: Secret }];

    /// <summary>Whether an entry stands for an app of its own; one that only changes a setting changes it for the demo app.</summary>
    private static bool IsNamed(IConfigurationSection app) => app["Id"] is not null || app["Key"] is not null || app["Secret"] is not null;
}
