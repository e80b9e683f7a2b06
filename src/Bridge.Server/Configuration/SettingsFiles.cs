// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Configuration.Json;

namespace Bridge.Server.Configuration;

/// <summary>The files that the configuration is read from.</summary>
internal static class SettingsFiles
{
    /// <summary>
    /// Lets a file that is broken while the server runs be a change like any other, which the validation then refuses. Left
    /// alone, it would be an exception that nobody hears of.
    /// </summary>
    public static void ReportWhenBroken(IConfigurationBuilder configuration)
    {
        foreach (FileConfigurationSource source in configuration.Sources.OfType<FileConfigurationSource>())
        {
            source.OnLoadException = static context => context.Ignore = true;
        }
    }

    /// <summary>A line for each file that can't be read now.</summary>
    public static IEnumerable<string> Errors(IConfigurationBuilder configuration) =>
        configuration.Sources.OfType<JsonConfigurationSource>().Select(ErrorOf).OfType<string>();

    private static string? ErrorOf(JsonConfigurationSource source)
    {
        // A second reading, since the first one tells nobody what it found.
        var again = new JsonConfigurationSource { Path = source.Path ?? "", FileProvider = source.FileProvider, Optional = source.Optional };
        using var provider = new JsonConfigurationProvider(again);
        try
        {
            provider.Load();
            return null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or FormatException or UnauthorizedAccessException)
        {
            return $"{source.Path} can't be read: {exception.GetBaseException().Message}";
        }
    }
}
