// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Draining;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bridge.Server.Health;

/// <summary>Ready from the moment the server listens until it is told to stop.</summary>
internal sealed class ReadinessCheck(IHostApplicationLifetime lifetime, INodeDrain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            drain.IsDraining || lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The server is stopping.")
            : lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The server is starting."));
}
