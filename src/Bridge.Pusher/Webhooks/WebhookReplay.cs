// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;

namespace Bridge.Pusher.Webhooks;

/// <summary>Sends dead letters again, in the order of their lines and one at a time.</summary>
/// <remarks>
/// A letter goes to the webhook of its app that has its URL, or to the app's only webhook when the URL has changed; never to
/// an address out of the file. It is signed anew.
/// </remarks>
public sealed class WebhookReplay
{
    private const int MostAttempts = 3;

    private readonly IPusherAppStore _apps;
    private readonly WebhookSender _sender;
    private readonly TimeProvider _time;

    internal WebhookReplay(IPusherAppStore apps, WebhookSender sender, TimeProvider time)
    {
        _apps = apps;
        _sender = sender;
        _time = time;
    }

    /// <summary>Sends every letter; one that fails three times is left over.</summary>
    /// <param name="letters">Lines of a dead letter file.</param>
    /// <param name="unsent">Called with each line that was left over, and why.</param>
    /// <param name="cancellationToken">Ends the replay between two attempts.</param>
    /// <exception cref="OperationCanceledException">The replay was ended; the line that was being sent is not reported.</exception>
    public async Task<WebhookReplayResult> ReplayAsync(
        IAsyncEnumerable<string> letters, Func<string, string, ValueTask> unsent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letters);
        ArgumentNullException.ThrowIfNull(unsent);
        WebhookReplayResult result = default;
        await foreach (string line in letters.WithCancellation(cancellationToken))
        {
            if (line.Length == 0)
            {
                continue;
            }

            if (await SendAsync(line, cancellationToken) is { } reason)
            {
                result = result with { Unsent = result.Unsent + 1 };
                await unsent(line, reason);
            }
            else
            {
                result = result with { Delivered = result.Delivered + 1 };
            }
        }

        return result;
    }

    /// <summary>Sends one letter. Returns null, or why it was not delivered.</summary>
    private async Task<string?> SendAsync(string line, CancellationToken cancellationToken)
    {
        if (!WebhookDeadLetterLine.TryRead(line, out WebhookDeadLetter? letter))
        {
            return "not a dead letter";
        }

        if (_apps.FindById(letter.AppId) is not { } app || WebhookOf(app, letter) is not { } webhook)
        {
            return "its webhook is not configured";
        }

        byte[] body = letter.Body.ToArray();
        for (int attempt = 1; ; attempt++)
        {
            string? failure = await _sender.SendAsync(app, webhook, body, cancellationToken);
            if (failure is null || attempt == MostAttempts)
            {
                return failure;
            }

            await Task.Delay(WebhookBackoff.After(attempt, Random.Shared.NextDouble()), _time, cancellationToken);
        }
    }

    private static PusherWebhook? WebhookOf(PusherApp app, WebhookDeadLetter letter) =>
        app.Webhooks.FirstOrDefault(webhook => WebhookAddress.FingerprintOf(webhook.Url) == letter.Webhook)
        ?? (app.Webhooks.Count == 1 ? app.Webhooks[0] : null);
}
