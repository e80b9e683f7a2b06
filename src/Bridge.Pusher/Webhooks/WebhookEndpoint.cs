// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>
/// Sends the events of one webhook, several requests at a time. A request that fails is tried again and holds only its own
/// channels back; as it goes on counting as one of the requests under way, a receiver that is down gets few of them.
/// </summary>
internal sealed partial class WebhookEndpoint
{
    private readonly Lock _sync = new();
    private readonly WebhookAddress _address;
    private readonly WebhookContext _context;
    private readonly WebhookQueue _queue;
    private readonly ITimer _batchTimer;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PusherWebhook _webhook;
    private int _running;
    private bool _awaitsBatch;
    private bool _isStopping;

    public WebhookEndpoint(WebhookAddress address, PusherWebhook webhook, WebhookContext context)
    {
        _address = address;
        _webhook = webhook;
        _context = context;
        _queue = new WebhookQueue(context.Options.QueueBytes);
        using AsyncFlowControl _ = ExecutionContext.SuppressFlow();
        _batchTimer = context.Time.CreateTimer(
            static state => ((WebhookEndpoint)state!).OnBatchTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes an event over. Never waits.</summary>
    /// <param name="webhook">The settings as they are now.</param>
    /// <param name="added">The event.</param>
    public void Add(PusherWebhook webhook, WebhookEvent added)
    {
        _context.Metrics.QueueChanged(_address.AppId, added.Size);
        lock (_sync)
        {
            _webhook = webhook;
            _queue.Add(added);
            while (_queue.TakeExcess() is { } dropped)
            {
                Drop(dropped);
            }

            StartOne();
        }
    }

    /// <summary>Sends what is there without waiting for more.</summary>
    /// <returns>Done when nothing is left.</returns>
    public Task DrainAsync()
    {
        lock (_sync)
        {
            _isStopping = true;
            StartOne();
            NoteIdle();
        }

        return _idle.Task;
    }

    /// <summary>Gives up what is in no request.</summary>
    public void Abandon()
    {
        List<WebhookEvent> left = [];
        lock (_sync)
        {
            while (_queue.TakeOldest() is { } oldest)
            {
                left.Add(oldest);
            }

            NoteIdle();
        }

        foreach (WebhookEvent[] events in left.Chunk(100))
        {
            _context.DeadLetters.Add(new DeadWebhookEvents(_address, events, "the server stopped", 0));
        }

        _context.Metrics.QueueChanged(_address.AppId, -left.Sum(abandoned => abandoned.Size));
        _batchTimer.Dispose();
    }

    private void Drop(WebhookEvent dropped)
    {
        _context.Metrics.QueueChanged(_address.AppId, -dropped.Size);
        _context.Metrics.Dropped(_address.AppId);
        _context.DeadLetters.Add(new DeadWebhookEvents(_address, [dropped], "the queue was full", 0));
    }

    private void OnBatchTime()
    {
        lock (_sync)
        {
            _awaitsBatch = false;
            StartOne();
        }
    }

    /// <summary>Starts one more loop if there is something for it to send. Called under the lock.</summary>
    private void StartOne()
    {
        if (!_queue.HasNext || _running == _context.Options.MaxRequests)
        {
            return;
        }

        if (TimeUntilNext() is var wait && wait > TimeSpan.Zero)
        {
            AwaitBatch(wait);
            return;
        }

        _running++;
        ThreadPool.UnsafeQueueUserWorkItem(static endpoint => _ = endpoint.SendAllAsync(), this, preferLocal: false);
    }

    /// <summary>How long the next request still waits for events to fill it.</summary>
    private TimeSpan TimeUntilNext() => _isStopping || _queue.Count >= _webhook.Batch || _queue.Count == 0
        ? TimeSpan.Zero
        : _webhook.BatchDelay - _context.Time.GetElapsedTime(_queue.OldestTimestamp);

    private void AwaitBatch(TimeSpan wait)
    {
        if (!_awaitsBatch)
        {
            _awaitsBatch = true;

            // Timers drop fractions of a millisecond and would wake up too early.
            _batchTimer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }

    private async Task SendAllAsync()
    {
        while (TakeRequest() is { } request)
        {
            await SendAsync(request);
            lock (_sync)
            {
                _queue.Complete(request);

                // Several channels may have been waiting for this one request.
                StartOne();
            }

            _context.Metrics.QueueChanged(_address.AppId, -request.Events.Sum(sent => sent.Size));
        }
    }

    private WebhookRequest? TakeRequest()
    {
        lock (_sync)
        {
            WebhookRequest? request = null;
            if (_queue.HasNext && TimeUntilNext() is var wait)
            {
                if (wait <= TimeSpan.Zero)
                {
                    request = _queue.TakeRequest(_webhook.Batch);
                }
                else
                {
                    AwaitBatch(wait);
                }
            }

            if (request is null)
            {
                _running--;
                NoteIdle();
            }

            return request;
        }
    }

    private void NoteIdle()
    {
        if (_isStopping && _running == 0 && _queue.Count == 0)
        {
            _idle.TrySetResult();
        }
    }
}
