// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.State;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bridge.Redis.Health;

/// <summary>Degraded while Redis is out of reach: the node serves its own clients, but does not hear the other nodes.</summary>
internal sealed class RedisHealthCheck(IRedisConnection connection, StateHealth state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((connection.Failure ?? state.Failure) is { } failure
            ? new HealthCheckResult(context.Registration.FailureStatus, $"Cut off from the other nodes: {failure}")
            : HealthCheckResult.Healthy());
}
