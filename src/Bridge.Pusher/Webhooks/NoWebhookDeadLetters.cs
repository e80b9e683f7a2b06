// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>Keeps nothing: what is given up was logged, and is lost.</summary>
internal sealed class NoWebhookDeadLetters : IWebhookDeadLetters
{
    public ValueTask WriteAsync(IReadOnlyList<WebhookDeadLetter> letters, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
