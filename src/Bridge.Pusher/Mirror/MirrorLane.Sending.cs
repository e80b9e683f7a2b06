// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Webhooks;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Mirror;

/// <content>One request, until its events are forwarded or dead.</content>
internal sealed partial class MirrorLane
{
    private async Task SendAllAsync()
    {
        while (Take() is { } events)
        {
            try
            {
                await SendAsync(events);
            }
            catch (OperationCanceledException)
            {
                GiveUp(events, 0, "the server stopped");
            }
            catch (Exception exception)
            {
                // The lane must go on with the next events whatever these ran into.
                LogSendingFailed(context.Logger, service.AppHere, exception);
                context.Metrics.Dead(service.AppHere, events.Count);
            }
        }
    }

    private async Task SendAsync(List<MirroredEvent> events)
    {
        string idempotencyKey = Guid.NewGuid().ToString("N");
        byte[] body = MirrorBody.Of(events);
        for (int attempt = 1; ; attempt++)
        {
            context.Stopped.ThrowIfCancellationRequested();
            MirrorAnswer answer = await context.Sender.SendAsync(service, events.Count > 1, body, idempotencyKey, context.Stopped);
            if (answer.IsAccepted)
            {
                context.Metrics.Forwarded(service.AppHere, events.Count);
                return;
            }

            context.Metrics.AttemptFailed(service.AppHere);
            if (answer.IsFinal && events.Count > 1)
            {
                // A batch is taken as a whole or not at all: one bad event must not cost the others.
                foreach (MirroredEvent single in events)
                {
                    await SendAsync([single]);
                }

                return;
            }

            TimeSpan wait = WebhookBackoff.After(attempt, Random.Shared.NextDouble());
            if (answer.IsFinal || context.Time.GetElapsedTime(events[0].Timestamp) + wait > service.RetryFor)
            {
                GiveUp(events, attempt, answer.Reason);
                return;
            }

            LogRetry(context.Logger, events.Count, service.AppHere, attempt, answer.Reason, wait);
            await Task.Delay(wait, context.Time, context.Stopped);
        }
    }

    private void GiveUp(List<MirroredEvent> events, int attempts, string reason)
    {
        LogDead(context.Logger, events.Count, service.AppHere, attempts, reason);
        context.Metrics.Dead(service.AppHere, events.Count);
    }

    [LoggerMessage(3401, LogLevel.Warning, "{Count} events of the app {App} were not mirrored at attempt {Attempt}: {Reason}. Next try in {Wait}.", EventName = "MirrorRetry")]
    private static partial void LogRetry(ILogger logger, int count, string app, int attempt, string reason, TimeSpan wait);

    [LoggerMessage(3402, LogLevel.Error, "{Count} events of the app {App} are not mirrored after {Attempts} attempts: {Reason}.", EventName = "MirrorDead")]
    private static partial void LogDead(ILogger logger, int count, string app, int attempts, string reason);

    [LoggerMessage(3403, LogLevel.Error, "Mirroring events of the app {App} failed.", EventName = "MirrorFailed")]
    private static partial void LogSendingFailed(ILogger logger, string app, Exception exception);
}
