// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Configuration.Json;

namespace Bridge.Server.Configuration;

/// <summary>The files that the configuration is read from.</summary>
internal static class SettingsFiles
{
    /// <summary>Makes the builder, which reads the files at once. One that can't be read is an error message, not a crash.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The builder; null when the server may not start.</returns>
    public static WebApplicationBuilder? TryCreateBuilder(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            // The outer one names the file, the inner one the place in it.
            StartUpCheck.Report(exception.InnerException is null ? exception.Message : $"{exception.Message} {exception.GetBaseException().Message}");
            return null;
        }
    }

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
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return $"{source.Path} can't be read: {exception.GetBaseException().Message}";
        }
    }

    private static bool IsUnreadable(Exception exception) =>
        exception is InvalidDataException or IOException or FormatException or UnauthorizedAccessException;
}
