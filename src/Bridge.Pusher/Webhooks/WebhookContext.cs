// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Webhooks;

/// <summary>What the endpoints of all webhooks share.</summary>
internal sealed class WebhookContext(
    IPusherAppStore apps,
    IOptions<PusherOptions> options,
    WebhookSender sender,
    WebhookDeadLetterOutbox deadLetters,
    WebhookMetrics metrics,
    TimeProvider time,
    ILogger<WebhookEndpoint> logger) : IDisposable
{
    private readonly CancellationTokenSource _stopped = new();

    public IPusherAppStore Apps { get; } = apps;

    public WebhookOptions Options { get; } = options.Value.Webhooks;

    public WebhookSender Sender { get; } = sender;

    public WebhookDeadLetterOutbox DeadLetters { get; } = deadLetters;

    public WebhookMetrics Metrics { get; } = metrics;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>From then on nothing is sent any more.</summary>
    public CancellationToken Stopped => _stopped.Token;

    public void Stop() => _stopped.Cancel();

    public void Dispose() => _stopped.Dispose();
}
