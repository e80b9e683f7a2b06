// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bridge.Server.Health;

/// <summary>The health endpoints: alive means do not restart it, ready means send it traffic.</summary>
internal static class HealthEndpoints
{
    private const string ReadyTag = "ready";

    /// <summary>Adds the checks. Any other check with the tag <c>ready</c> counts too.</summary>
    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<ReadinessCheck>("lifetime", tags: [ReadyTag]);

    /// <summary>Maps <c>/health/live</c>, <c>/health/ready</c>, and <c>/up</c>, which Reverb has for the first.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapGet("/up", static () => new { health = "OK" });
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(ReadyTag),
            ResponseWriter = WriteAsync,
        });
    }

    /// <summary>Says for each check how it stands, so that a degraded server tells what it lacks.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(
            entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), description = entry.Value.Description }),
    });
}
