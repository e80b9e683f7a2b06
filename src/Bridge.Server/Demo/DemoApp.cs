// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Server.Configuration;

namespace Bridge.Server.Demo;

/// <summary>The app that is there when none is configured. Everybody knows its secret.</summary>
internal static class DemoApp
{
    public const string Id = "1001";
    public const string Key = "demo-key";
    private const string Secret = "demo-secret";

    /// <summary>What is wrong with an address, as the rest of a sentence that begins with it.</summary>
    public const string ExposureError =
        $"can be reached from other machines, but an app has the well-known secret '{Secret}': set Bridge:Apps:0:Id, "
        + "Bridge:Apps:0:Key and Bridge:Apps:0:Secret to your own, or listen on 127.0.0.1 only.";

    /// <summary>The app as configuration.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["Bridge:Apps:0:Id"] = Id,
        ["Bridge:Apps:0:Key"] = Key,
        ["Bridge:Apps:0:Secret"] = Secret,
        ["Bridge:Apps:0:Name"] = "Demo",
    };

    /// <summary>Whether this is the only app. Beside real apps there is no demo: its page and its signatures are for everybody.</summary>
    public static bool IsOnlyApp(BridgeConfiguration configuration) =>
        configuration.Apps.GetChildren().ToArray() is [var app]
        && app["Id"] == Id && app["Key"] == Key && app["Secret"] == Secret;

    /// <summary>Whether any app has the well-known secret.</summary>
    public static bool SecretIsUsed(BridgeConfiguration configuration) =>
        configuration.Apps.GetChildren().Any(app => app["Secret"] == Secret);
}
