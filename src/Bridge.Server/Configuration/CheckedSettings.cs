// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Configuration;

/// <summary>The section <c>Bridge</c> of the configuration at one moment, with what is wrong in it.</summary>
internal sealed class CheckedSettings
{
    private CheckedSettings(IConfigurationSection sound, IReadOnlyCollection<string> errors, IReadOnlyCollection<string> warnings)
    {
        Sound = sound;
        Errors = errors;
        Warnings = warnings;
    }

    /// <summary>The section without the values that don't fit their setting.</summary>
    public IConfigurationSection Sound { get; }

    /// <summary>Values that don't fit their setting, a line for each.</summary>
    public IReadOnlyCollection<string> Errors { get; }

    /// <summary>Keys that mean nothing, a line for each.</summary>
    public IReadOnlyCollection<string> Warnings { get; }

    public static CheckedSettings Of(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection(BridgeSettings.SectionName);
        var check = new SettingsCheck();
        check.Check(section, BridgeSettings.Shape);
        return new CheckedSettings(Without(section, check.Errors.Keys), check.Errors.Values, check.Warnings);
    }

    /// <summary>
    /// A copy without some keys. Bound as it is, a value that doesn't fit would hide all other errors, and inside a list
    /// it would take its whole entry away without a word.
    /// </summary>
    private static IConfigurationSection Without(IConfigurationSection section, ICollection<string> keys)
    {
        HashSet<string> unfit = new(keys, StringComparer.OrdinalIgnoreCase);
        return new ConfigurationBuilder()
            .AddInMemoryCollection(section.AsEnumerable().Where(setting => !unfit.Contains(setting.Key)))
            .Build()
            .GetSection(section.Path);
    }
}
