// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Webhooks;

/// <content>One request, until it is delivered or dead.</content>
internal sealed partial class WebhookEndpoint
{
    private async Task SendAsync(WebhookRequest request)
    {
        string reason;
        try
        {
            reason = await TryAsync(request) ?? "";
        }
        catch (OperationCanceledException)
        {
            reason = "the server stopped";
        }
        catch (Exception exception)
        {
            // The loop must go on with the next request whatever this one ran into.
            LogSendingFailed(_context.Logger, _address, exception);
            reason = "an error of the server";
        }

        if (reason.Length > 0)
        {
            LogDead(_context.Logger, request.Events.Count, _address, request.Attempts, reason);
            _context.DeadLetters.Add(new DeadWebhookEvents(_address, request.Events, reason, request.Attempts));
        }
    }

    /// <summary>Sends until the receiver takes it. Otherwise returns why not.</summary>
    private async Task<string?> TryAsync(WebhookRequest request)
    {
        long started = _context.Time.GetTimestamp();
        while (true)
        {
            // As the app is now: its secret may have changed since, or the webhook may be gone.
            _context.Stopped.ThrowIfCancellationRequested();
            if (_address.Find(_context.Apps) is not var (app, webhook))
            {
                return "the webhook is no longer configured";
            }

            request.Attempts++;
            if (await _context.Sender.SendAsync(app, webhook, request.Body, _context.Stopped) is not { } failure)
            {
                OnDelivered(app, request);
                return null;
            }

            _context.Metrics.AttemptFailed(app.Id);
            TimeSpan wait = WebhookBackoff.After(request.Attempts, Random.Shared.NextDouble());
            if (_context.Time.GetElapsedTime(started) + wait > webhook.RetryFor)
            {
                return failure;
            }

            LogRetry(_context.Logger, request.Events.Count, _address, request.Attempts, failure, wait);
            await Task.Delay(wait, _context.Time, _context.Stopped);
            _context.Metrics.Retried(app.Id);
        }
    }

    private void OnDelivered(PusherApp app, WebhookRequest request)
    {
        foreach (WebhookEvent delivered in request.Events)
        {
            _context.Metrics.Delivered(app.Id, _context.Time.GetElapsedTime(delivered.Timestamp));
        }
    }

    [LoggerMessage(3301, LogLevel.Warning, "{Count} webhook events for {Webhook} failed at attempt {Attempt}: {Reason}. Next try in {Wait}.", EventName = "WebhookRetry")]
    private static partial void LogRetry(ILogger logger, int count, WebhookAddress webhook, int attempt, string reason, TimeSpan wait);

    [LoggerMessage(3302, LogLevel.Error, "{Count} webhook events for {Webhook} are dead letters after {Attempts} attempts: {Reason}.", EventName = "WebhookDead")]
    private static partial void LogDead(ILogger logger, int count, WebhookAddress webhook, int attempts, string reason);

    [LoggerMessage(3303, LogLevel.Error, "Sending to the webhook {Webhook} failed.", EventName = "WebhookSendingFailed")]
    private static partial void LogSendingFailed(ILogger logger, WebhookAddress webhook, Exception exception);
}
