// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Webhooks;

/// <summary>Registers webhooks.</summary>
internal static class WebhookServiceCollectionExtensions
{
    /// <summary>Adds everything that webhooks need; an app without webhooks costs nothing of it.</summary>
    public static IServiceCollection AddPusherWebhooks(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddHttpClient(WebhookSender.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(WebhookSender.CreateHandler)
            .RemoveAllLoggers();
        services.AddOptions<ChannelStateOptions>().Configure<IOptions<PusherOptions>>(static (state, pusher) =>
        {
            state.DepartureGrace = pusher.Value.Webhooks.Grace;
            state.CacheMissInterval = pusher.Value.Webhooks.CacheMissInterval;
        });
        services.TryAddSingleton(CreateDeadLetters);
        services.TryAddSingleton<WebhookMetrics>();
        services.TryAddSingleton<WebhookSender>();
        services.TryAddSingleton<WebhookDeadLetterOutbox>();
        services.TryAddSingleton<WebhookContext>();
        services.TryAddSingleton<WebhookService>();
        services.TryAddSingleton(CreateReplay);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelActivityObserver, WebhookService>(
            provider => provider.GetRequiredService<WebhookService>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WebhookService>(
            provider => provider.GetRequiredService<WebhookService>()));
        return services;
    }

    private static IWebhookDeadLetters CreateDeadLetters(IServiceProvider services)
    {
        WebhookOptions options = services.GetRequiredService<IOptions<PusherOptions>>().Value.Webhooks;
        return options.DeadLetterFile is { } file
            ? new FileWebhookDeadLetters(file, options.DeadLetterBytes, services.GetRequiredService<ILogger<FileWebhookDeadLetters>>())
            : new NoWebhookDeadLetters();
    }

    private static WebhookReplay CreateReplay(IServiceProvider services) => new(
        services.GetRequiredService<IPusherAppStore>(),
        services.GetRequiredService<WebhookSender>(),
        services.GetRequiredService<TimeProvider>());
}
