// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Webhooks;

/// <summary>Hands dead letters to where they are kept, past everybody who must not wait for a disk. Bounded: what is too much is lost, and counted.</summary>
internal sealed partial class WebhookDeadLetterOutbox(
    IWebhookDeadLetters letters, WebhookMetrics metrics, TimeProvider time, ILogger<WebhookDeadLetterOutbox> logger)
{
    private const int Capacity = 1_024;
    private const int MostAtOnce = 128;

    private readonly Channel<DeadWebhookEvents> _waiting = Channel.CreateBounded<DeadWebhookEvents>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private Task _writing = Task.CompletedTask;

    /// <summary>Begins to write.</summary>
    public void Start() => _writing = WriteAllAsync();

    /// <summary>Adds events that were given up. Never waits.</summary>
    public void Add(DeadWebhookEvents dead)
    {
        string app = dead.Address.AppId;
        metrics.Dead(app, dead.Events.Count);
        if (!_waiting.Writer.TryWrite(dead))
        {
            metrics.Lost(app, dead.Events.Count);
        }
    }

    /// <summary>Writes what is left.</summary>
    public Task CompleteAsync()
    {
        _waiting.Writer.TryComplete();
        return _writing;
    }

    private async Task WriteAllAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            List<DeadWebhookEvents> batch = [];
            while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out DeadWebhookEvents? dead))
            {
                batch.Add(dead);
            }

            try
            {
                await letters.WriteAsync([.. batch.Select(LetterOf)], CancellationToken.None);
            }
            catch (Exception exception)
            {
                int events = batch.Sum(dead => dead.Events.Count);
                LogWriteFailed(events, exception);
                batch.ForEach(dead => metrics.Lost(dead.Address.AppId, dead.Events.Count));
            }
        }
    }

    private WebhookDeadLetter LetterOf(DeadWebhookEvents dead) => new()
    {
        AppId = dead.Address.AppId,
        Webhook = WebhookAddress.FingerprintOf(dead.Address.Url),
        Origin = dead.Address.Origin,
        Time = time.GetUtcNow(),
        Reason = dead.Reason,
        Attempts = dead.Attempts,
        Body = WebhookBody.Of(dead.Events),
    };

    [LoggerMessage(3312, LogLevel.Error, "{Count} webhook events are lost: their dead letters could not be kept.", EventName = "DeadLettersLost")]
    private partial void LogWriteFailed(int count, Exception exception);
}
