// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>
/// The events that wait for one webhook: bounded in bytes, each channel's in their order, and no channel in two requests at
/// once. Not thread-safe.
/// </summary>
/// <param name="maxBytes">The bytes that the events may take, those in requests included.</param>
internal sealed class WebhookQueue(int maxBytes)
{
    private readonly Dictionary<string, WebhookBacklog> _channels = new(StringComparer.Ordinal);
    private readonly Queue<WebhookBacklog> _line = [];
    private readonly LinkedList<WebhookEvent> _byAge = [];

    /// <summary>The bytes of all events, those in requests included.</summary>
    public int Bytes { get; private set; }

    /// <summary>The events that are in no request.</summary>
    public int Count => _byAge.Count;

    /// <summary>Whether a request could be taken now.</summary>
    public bool HasNext => _line.Count > 0;

    /// <summary>The timestamp of the oldest event that is in no request; there must be one.</summary>
    public long OldestTimestamp => _byAge.First!.Value.Timestamp;

    /// <summary>Adds an event.</summary>
    public void Add(WebhookEvent added)
    {
        if (!_channels.TryGetValue(added.Channel, out WebhookBacklog? channel))
        {
            _channels.Add(added.Channel, channel = new WebhookBacklog(added.Channel));
        }

        channel.Events.Enqueue(_byAge.AddLast(added));
        Bytes += added.Size;
        StandInLine(channel);
    }

    /// <summary>Takes the oldest event away when there are more bytes than there may be; null when there are not.</summary>
    public WebhookEvent? TakeExcess() => Bytes > maxBytes ? TakeOldest() : null;

    /// <summary>Takes the oldest event that is in no request away; null when there is none.</summary>
    public WebhookEvent? TakeOldest()
    {
        if (_byAge.First is not { } oldest)
        {
            return null;
        }

        // The oldest of all is the oldest of its channel.
        WebhookBacklog channel = _channels[oldest.Value.Channel];
        Take(channel);
        Bytes -= oldest.Value.Size;
        if (channel is { Events.Count: 0, IsInLine: false, IsBusy: false })
        {
            _channels.Remove(channel.Channel);
        }

        return oldest.Value;
    }

    /// <summary>Makes the next request; null when no channel has any.</summary>
    /// <param name="maxEvents">The most events in it.</param>
    public WebhookRequest? TakeRequest(int maxEvents)
    {
        List<WebhookEvent> events = [];
        List<WebhookBacklog> channels = [];
        while (events.Count < maxEvents && _line.TryDequeue(out WebhookBacklog? channel))
        {
            channel.IsInLine = false;
            if (channel.Events.Count == 0)
            {
                // All its events were taken as the oldest meanwhile.
                _channels.Remove(channel.Channel);
                continue;
            }

            channel.IsBusy = true;
            channels.Add(channel);
            while (events.Count < maxEvents && channel.Events.Count > 0)
            {
                events.Add(Take(channel));
            }
        }

        return events.Count > 0 ? new WebhookRequest(events, channels) : null;
    }

    /// <summary>A request is done, one way or the other: its channels may have the next.</summary>
    public void Complete(WebhookRequest request)
    {
        foreach (WebhookEvent sent in request.Events)
        {
            Bytes -= sent.Size;
        }

        foreach (WebhookBacklog channel in request.Channels)
        {
            channel.IsBusy = false;
            if (channel.Events.Count > 0)
            {
                StandInLine(channel);
            }
            else
            {
                _channels.Remove(channel.Channel);
            }
        }
    }

    private WebhookEvent Take(WebhookBacklog channel)
    {
        LinkedListNode<WebhookEvent> node = channel.Events.Dequeue();
        _byAge.Remove(node);
        return node.Value;
    }

    private void StandInLine(WebhookBacklog channel)
    {
        if (!channel.IsBusy && !channel.IsInLine)
        {
            channel.IsInLine = true;
            _line.Enqueue(channel);
        }
    }
}
