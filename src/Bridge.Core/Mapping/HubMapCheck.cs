// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;

namespace Bridge.Core.Mapping;

/// <summary>Refuses to start with a mapping that does not fit its hub, even when the hub's endpoints are not mapped.</summary>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed class HubMapCheck<THub>(HubMapSource<THub> source) : IHostedService
    where THub : Hub
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Made with the map, so the map has been checked.
        _ = source.Map;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
