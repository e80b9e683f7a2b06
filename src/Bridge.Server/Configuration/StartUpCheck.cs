// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.Server.Configuration;

/// <summary>Says everything that is wrong with the configuration before the server listens.</summary>
internal static partial class StartUpCheck
{
    /// <summary>Reports every error on the error output, a line for each; warnings go to the log.</summary>
    /// <returns>Whether the server may start.</returns>
    public static bool Passes(WebApplication app)
    {
        ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(StartUpCheck).FullName!);
        foreach (string warning in CheckedSettings.Of(app.Configuration).Warnings)
        {
            LogWarning(logger, warning);
        }

        string[] errors = [.. OptionsErrors(app.Services), .. AddressErrors(app.Configuration)];
        if (errors.Length == 0)
        {
            return true;
        }

        Report(errors);
        return false;
    }

    /// <summary>Says on the error output why the server does not start.</summary>
    /// <param name="errors">A line for each error.</param>
    public static void Report(params IReadOnlyCollection<string> errors)
    {
        Console.Error.WriteLine($"The server does not start: {errors.Count} error{(errors.Count == 1 ? "" : "s")} in the configuration.");
        foreach (string error in errors)
        {
            Console.Error.WriteLine($"  {error}");
        }
    }

    private static IEnumerable<string> OptionsErrors(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
        catch (AggregateException exception)
        {
            return exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
        }
    }

    private static IEnumerable<string> AddressErrors(IConfiguration configuration) =>
        ListenAddress.From(configuration)
            .Where(address => !address.IsValid)
            .Select(address => $"{address.Key} '{address.Url}' must be an address such as http://127.0.0.1:5000.");

    [LoggerMessage(5001, LogLevel.Warning, "{Warning}", EventName = "ConfigurationWarning")]
    private static partial void LogWarning(ILogger logger, string warning);
}
