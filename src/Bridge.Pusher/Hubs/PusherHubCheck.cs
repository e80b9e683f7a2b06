// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Hubs;

/// <summary>Refuses to start with an app of a hub that is not mapped: its clients would find nobody.</summary>
internal sealed class PusherHubCheck(PusherHubs hubs, IPusherAppStore apps) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        string[] errors = [.. apps.Apps
            .Where(app => app.Hub.Length > 0 && hubs.Names.Count > 0 && !hubs.Names.Contains(app.Hub))
            .Select(app => $"App {app.Id} belongs to the hub '{app.Hub}', which is not mapped: call MapBridge<{app.Hub}>(), "
                + $"or name one of {string.Join(", ", hubs.Names)} as its Hub.")];
        return errors.Length == 0
            ? Task.CompletedTask
            : throw new OptionsValidationException(Options.DefaultName, typeof(PusherOptions), errors);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
