// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Hubs;
using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;
using Bridge.Pusher.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Tests.Webhooks;

/// <summary>Webhooks without channels: what happens on them is what the test says. One app, one real receiver, a clock that stands still.</summary>
internal sealed class WebhookHarness : IAsyncDisposable
{
    /// <summary>How long the receiver may take; no wait before another attempt is as long.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(59);

    private readonly ServiceProvider _services;
    private readonly ErrorLog _log = new();

    private WebhookHarness(WebhookReceiver receiver, Action<PusherOptions>? configure)
    {
        Receiver = receiver;
        Webhook = new PusherWebhook(receiver.Url) { Timeout = Timeout };
        App = new PusherApp("1", "key", "secret") { Webhooks = { Webhook } };
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_log));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IWebhookDeadLetters>(DeadLetters);
        services.AddPusherApps();
        services.AddPusherWebhooks();
        services.Configure<PusherOptions>(options =>
        {
            options.Apps.Add(App);
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        Service = _services.GetRequiredService<WebhookService>();
        Service.Serve(typeof(ChannelHub));
    }

    public WatchedTimeProvider Time { get; } = new();

    public RecordingDeadLetters DeadLetters { get; } = new();

    public WebhookReceiver Receiver { get; }

    public PusherApp App { get; }

    public PusherWebhook Webhook { get; }

    public WebhookService Service { get; }

    public IServiceProvider Services => _services;

    /// <summary>What was logged as an error.</summary>
    public IReadOnlyCollection<string> Errors => _log.Errors;

    public static async Task<WebhookHarness> StartAsync(Action<PusherOptions>? configure = null)
    {
        var harness = new WebhookHarness(await WebhookReceiver.StartAsync(), configure);
        await harness.Service.StartAsync(CancellationToken.None);
        return harness;
    }

    public void Occupy(string channel) => Report(new ChannelActivity(ChannelActivityKind.Occupied, channel));

    public void Vacate(string channel) => Report(new ChannelActivity(ChannelActivityKind.Vacated, channel));

    public void Count(string channel, int count) =>
        Report(new ChannelActivity(ChannelActivityKind.SubscriptionCount, channel) { SubscriptionCount = count });

    public void Report(ChannelActivity activity) => Service.OnActivity(typeof(ChannelHub), activity);

    /// <summary>Waits until a request waits to be tried again, and lets the time pass. Returns how long it was.</summary>
    public async Task<TimeSpan> PassWaitAsync()
    {
        TimeSpan wait = await Time.NextWaitAsync(Timeout);
        Time.Advance(wait);
        return wait;
    }

    public Task StopAsync() => Service.StopAsync(CancellationToken.None).Await("stopping the webhooks");

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        await _services.DisposeAsync();
    }
}
