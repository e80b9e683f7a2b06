// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Server.Demo;
using Microsoft.Extensions.Configuration.Memory;

namespace Bridge.Server.Configuration;

/// <summary>The section <c>Bridge</c> of the configuration, read once before anything is built on it.</summary>
internal sealed class BridgeConfiguration
{
    public const string SectionName = "Bridge";

    private BridgeConfiguration(IConfigurationSection section, IReadOnlyList<string> errors, IReadOnlyList<string> warnings)
    {
        Section = section;
        Errors = errors;
        Warnings = warnings;
    }

    /// <summary>What options are bound from: only values that can be.</summary>
    public IConfigurationSection Section { get; }

    /// <summary>Values that don't fit their setting, a line for each key.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Keys that mean nothing, a line for each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The configured apps.</summary>
    public IConfigurationSection Apps => Section.GetSection("Apps");

    /// <summary>Reads the section; without an app's id, key or secret in it, adds the demo app.</summary>
    public static BridgeConfiguration Read(IConfigurationManager configuration)
    {
        IConfigurationSection section = configuration.GetSection(SectionName);
        if (!section.GetSection("Apps").GetChildren().Any(IsNamed))
        {
            // First means weakest: apps that come with a reload take its place.
            configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = DemoApp.Settings });
        }

        var check = new SettingsCheck();
        check.Check(section, BridgeSettings.Shape);
        return new BridgeConfiguration(
            check.Errors.Count == 0 ? section : Without(section, check.Errors.Keys), [.. check.Errors.Values], check.Warnings);
    }

    /// <summary>Whether an entry stands for an app of its own; one that only changes a setting changes it for the demo app.</summary>
    private static bool IsNamed(IConfigurationSection app) => app["Id"] is not null || app["Key"] is not null || app["Secret"] is not null;

    /// <summary>A copy without some keys: binding stops at a value that doesn't fit, and would hide all other errors.</summary>
    private static IConfigurationSection Without(IConfigurationSection section, IEnumerable<string> keys)
    {
        HashSet<string> unfit = new(keys, StringComparer.OrdinalIgnoreCase);
        return new ConfigurationBuilder()
            .AddInMemoryCollection(section.AsEnumerable().Where(setting => !unfit.Contains(setting.Key)))
            .Build()
            .GetSection(section.Path);
    }
}
