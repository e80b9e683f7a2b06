// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Presence;
using Bridge.Pusher.Apps;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Webhooks;

/// <summary>Hands what happens on channels to the webhooks that want it, and sends what is left when the server stops.</summary>
internal sealed partial class WebhookService(
    PusherChannelNamespaces namespaces, WebhookContext context, ILogger<WebhookService> logger) : IChannelActivityObserver, IHostedService
{
    private readonly ConcurrentDictionary<WebhookAddress, WebhookEndpoint> _endpoints = new();
    private readonly ConcurrentDictionary<Type, bool> _hubs = new();
    private bool _isStopped;

    /// <summary>The channels of a hub are those of the apps. Other hubs may have groups of the same names, which are no channels.</summary>
    public void Serve(Type hubType) => _hubs[hubType] = true;

    public void OnActivity(Type hubType, in ChannelActivity activity)
    {
        if (!_hubs.ContainsKey(hubType)
            || namespaces.Find(activity.Group) is not { } space
            || namespaces.AppOf(space) is not { } app)
        {
            return;
        }

        string channel = space.ChannelOf(activity.Group);
        WebhookEvent? webhookEvent = null;
        for (int i = 0; i < app.Webhooks.Count; i++)
        {
            PusherWebhook webhook = app.Webhooks[i];
            if (webhook.Wants(WebhookEventNames.Of(activity.Kind), channel))
            {
                webhookEvent ??= new WebhookEvent(channel, activity, context.Time.GetUtcNow(), context.Time.GetTimestamp());
                EndpointOf(new WebhookAddress(app.Id, i, webhook.Url), webhook).Add(webhook, webhookEvent);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        context.DeadLetters.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // An app may be stopped again when it is disposed of already.
        if (Interlocked.Exchange(ref _isStopped, true))
        {
            return;
        }

        ICollection<WebhookEndpoint> endpoints = _endpoints.Values;
        try
        {
            Task drained = Task.WhenAll(endpoints.Select(endpoint => endpoint.DrainAsync()));
            await drained.WaitAsync(context.Options.DrainTime, context.Time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            LogNotDrained();
        }

        context.Stop();
        foreach (WebhookEndpoint endpoint in endpoints)
        {
            endpoint.Abandon();
        }

        // Quick now: requests under way are cancelled.
        await Task.WhenAll(endpoints.Select(endpoint => endpoint.DrainAsync()));
        await context.DeadLetters.CompleteAsync();
    }

    private WebhookEndpoint EndpointOf(WebhookAddress address, PusherWebhook webhook) =>
        _endpoints.GetOrAdd(address, static (address, state) => new WebhookEndpoint(address, state.webhook, state.context), (webhook, context));

    [LoggerMessage(3304, LogLevel.Warning, "The server stops before all webhooks are delivered; the rest are dead letters.", EventName = "WebhooksNotDrained")]
    private partial void LogNotDrained();
}
