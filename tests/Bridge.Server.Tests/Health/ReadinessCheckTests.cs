// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Draining;
using Bridge.Server.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Bridge.Server.Tests.Health;

public sealed class ReadinessCheckTests : IDisposable
{
    private readonly Lifetime _lifetime = new();
    private readonly Drain _drain = new();

    public void Dispose() => _lifetime.Dispose();

    [Fact]
    public async Task Check_BeforeListening_Unhealthy() => Assert.Equal(HealthStatus.Unhealthy, await CheckAsync());

    [Fact]
    public async Task Check_Listening_Healthy()
    {
        await _lifetime.Started.CancelAsync();

        Assert.Equal(HealthStatus.Healthy, await CheckAsync());
    }

    [Fact]
    public async Task Check_Stopping_Unhealthy()
    {
        await _lifetime.Started.CancelAsync();
        _lifetime.StopApplication();

        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync());
    }

    [Fact]
    public async Task Check_Draining_Unhealthy()
    {
        await _lifetime.Started.CancelAsync();
        await _drain.DrainAsync();

        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync());
    }

    private async Task<HealthStatus> CheckAsync() =>
        (await new ReadinessCheck(_lifetime, _drain).CheckHealthAsync(new HealthCheckContext())).Status;

    private sealed class Drain : INodeDrain
    {
        public bool IsDraining { get; private set; }

        public Task DrainAsync()
        {
            IsDraining = true;
            return Task.CompletedTask;
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationTokenSource Started { get; } = new();

        public CancellationToken ApplicationStarted => Started.Token;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose()
        {
            Started.Dispose();
            _stopping.Dispose();
        }
    }
}
