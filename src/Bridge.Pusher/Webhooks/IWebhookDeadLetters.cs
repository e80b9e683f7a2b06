// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>
/// Keeps the webhook requests that could not be delivered. Replace it to keep them somewhere else than in
/// <see cref="WebhookOptions.DeadLetterFile"/>; <see cref="WebhookReplay"/> sends them again.
/// </summary>
public interface IWebhookDeadLetters
{
    /// <summary>Keeps dead letters. Called by one loop, never twice at a time; letters that come meanwhile wait for it.</summary>
    /// <param name="letters">The letters, oldest first.</param>
    /// <param name="cancellationToken">The server stops and waits no longer.</param>
    /// <exception cref="Exception">Any: the letters count as lost, which is logged.</exception>
    ValueTask WriteAsync(IReadOnlyList<WebhookDeadLetter> letters, CancellationToken cancellationToken);
}
