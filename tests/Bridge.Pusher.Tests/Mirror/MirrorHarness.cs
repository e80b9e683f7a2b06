// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Hubs;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Mirror;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Tests.Mirror;

/// <summary>The forwarder with a clock that the test moves, and a service that behaves as the test says.</summary>
internal sealed class MirrorHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private MirrorHarness(ServiceProvider services, WatchedTimeProvider time, WebhookReceiver service)
    {
        _services = services;
        Time = time;
        Service = service;
        Forwarder = services.GetRequiredService<MirrorForwarder>();
        Forwarder.Serve(typeof(ChannelHub));
        Counted = new MirrorMeterReading(services);
    }

    public WatchedTimeProvider Time { get; }

    public WebhookReceiver Service { get; }

    public MirrorForwarder Forwarder { get; }

    public MirrorMeterReading Counted { get; }

    public static async Task<MirrorHarness> StartAsync(Action<PusherMirrorOptions>? configure = null)
    {
        WebhookReceiver service = await WebhookReceiver.StartAsync();
        var time = new WatchedTimeProvider();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton<TimeProvider>(time);
        services.AddSignalR().AddBridge(bridge => bridge
            .AddPusher(pusher => pusher.Apps.Add(new PusherApp("1", "key", "secret")))
            .AddPusherMirror(options =>
            {
                options.Services.Add(new PusherMirrorService { App = "1", AppId = "9", Key = "other-key", Secret = "other-secret", Url = service.Url });
                configure?.Invoke(options);
            }));
        return new MirrorHarness(services.BuildServiceProvider(), time, service);
    }

    public void Publish(string channel, string name, string? exceptSocketId = null, bool isClientEvent = false, bool isMirrored = false) =>
        Forwarder.OnPublished(typeof(ChannelHub), new ChannelEvent
        {
            Group = channel,
            Name = name,
            Data = EventData.FromText("{}"),
            ExceptSocketId = exceptSocketId,
            IsClientEvent = isClientEvent,
            IsMirrored = isMirrored,
        });

    /// <summary>Stops, which waits until everything is sent that can be.</summary>
    public Task DrainAsync() => Forwarder.StopAsync(CancellationToken.None).Await("the mirror's end");

    public async ValueTask DisposeAsync()
    {
        Counted.Dispose();
        await _services.DisposeAsync();
        await Service.DisposeAsync();
    }
}
