// Licensed under the MIT License. See LICENSE in the repository root.

using System.ComponentModel;

namespace Bridge.Server.Configuration;

/// <summary>Compares a section of the configuration with its shape, to the end whatever it finds.</summary>
internal sealed class SettingsCheck
{
    /// <summary>The errors by the key that each is about.</summary>
    public Dictionary<string, string> Errors { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is probably a mistake, but harmless.</summary>
    public List<string> Warnings { get; } = [];

    public void Check(IConfigurationSection section, SettingsShape shape)
    {
        if (shape.ValueType is { } type)
        {
            CheckValue(section, type);
            return;
        }

        if (!string.IsNullOrEmpty(section.Value))
        {
            Errors[section.Path] = shape.Items is null
                ? $"{section.Path} is a section: set {section.Path}:{shape.Members.Keys.Order(StringComparer.Ordinal).First()} and the like."
                : $"{section.Path} is a list: set {section.Path}:0 and so on.";
        }

        foreach (IConfigurationSection child in section.GetChildren())
        {
            if ((shape.Items ?? shape.Members.GetValueOrDefault(child.Key)) is { } known)
            {
                Check(child, known);
            }
            else
            {
                Warnings.Add($"{child.Path} is not a setting and does nothing.{Suggestion(section, child.Key, shape)}");
            }
        }
    }

    private static string Suggestion(IConfigurationSection section, string name, SettingsShape shape) =>
        NearestName.Find(name, shape.Members.Keys) is { } nearest ? $" Did you mean {section.Path}:{nearest}?" : "";

    private void CheckValue(IConfigurationSection setting, Type type)
    {
        if (setting.Value is not { } value || setting.GetChildren().Any())
        {
            Errors[setting.Path] = $"{setting.Path} must be a single value: {Expected(type)}.";
        }
        else if (!CanConvert(value, type))
        {
            Errors[setting.Path] = $"{setting.Path} '{value}' must be {Expected(type)}.";
        }
    }

    private static bool CanConvert(string value, Type type)
    {
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Expected(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time of the form hh:mm:ss"
        : type == typeof(string) ? "a text"
        : "a whole number";
}
