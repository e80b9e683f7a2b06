// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Mirror;

/// <summary>
/// A share of a service's channels: their events go one request after the other, so that they arrive in their order. A request that
/// fails holds only this lane back.
/// </summary>
/// <param name="service">The service.</param>
/// <param name="maxBytes">The bytes of events that may wait.</param>
/// <param name="context">What all lanes share.</param>
internal sealed partial class MirrorLane(PusherMirrorService service, int maxBytes, MirrorContext context)
{
    private readonly Lock _sync = new();
    private readonly Queue<MirroredEvent> _waiting = [];
    private int _bytes;
    private Task _sending = Task.CompletedTask;
    private bool _isSending;

    /// <summary>Done when nothing is left to send.</summary>
    public Task Sending
    {
        get
        {
            lock (_sync)
            {
                return _sending;
            }
        }
    }

    /// <summary>Takes an event over. Never waits.</summary>
    public void Add(MirroredEvent added)
    {
        lock (_sync)
        {
            if (context.Stopped.IsCancellationRequested)
            {
                context.Metrics.Dead(service.AppHere, 1);
                return;
            }

            _waiting.Enqueue(added);
            Count(added.Size);
            while (_bytes > maxBytes)
            {
                Count(-_waiting.Dequeue().Size);
                context.Metrics.Dropped(service.AppHere);
            }

            if (!_isSending && _waiting.Count > 0)
            {
                _isSending = true;
                using AsyncFlowControl _ = ExecutionContext.SuppressFlow();
                _sending = Task.Run(SendAllAsync);
            }
        }
    }

    private List<MirroredEvent>? Take()
    {
        lock (_sync)
        {
            List<MirroredEvent> events = [];
            while (events.Count < service.Batch && _waiting.TryDequeue(out MirroredEvent? next))
            {
                events.Add(next);
                Count(-next.Size);
            }

            _isSending = events.Count > 0;
            return _isSending ? events : null;
        }
    }

    private void Count(int bytes)
    {
        _bytes += bytes;
        context.Metrics.QueueChanged(service.AppHere, bytes);
    }
}
