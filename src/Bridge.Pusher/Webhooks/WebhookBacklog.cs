// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>The events of one channel that wait for one webhook, in their order.</summary>
/// <param name="channel">The channel.</param>
internal sealed class WebhookBacklog(string channel)
{
    public string Channel => channel;

    public Queue<LinkedListNode<WebhookEvent>> Events { get; } = [];

    /// <summary>Whether a request has events of the channel: the next ones wait until it is done, however long it is tried.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether it stands in line for the next request.</summary>
    public bool IsInLine { get; set; }
}
