// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>
/// The out-queue of one connection: bounded in bytes, written at most once for each batch of the delivery loop with
/// everything that waits. All but the Post methods and <see cref="CloseAsync"/> run on the loop.
/// </summary>
internal sealed partial class Outbox(DeliveryShard shard, IOutboxOwner owner, MessageSink sink)
{
    /// <summary>How long a connection that is being closed may take to read what is left and to answer.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private FrameQueue _queue;
    private MessageSink _sink = sink;
    private int _pendingBytes;
    private int _inFlightBytes;
    private bool _dirty;
    private bool _closing;
    private bool _ended;
    private bool _watched;
    private long _deadline;
    private long _provenByPing;
    private TaskCompletionSource? _drained;

    /// <summary>The loop that owns this queue.</summary>
    public DeliveryShard Shard { get; } = shard;

    private DeliveryContext Context => Shard.Context;

    private bool IsWriting => _inFlightBytes > 0;

    /// <summary>Queues a message, in line with everything else that was posted to the loop.</summary>
    /// <param name="message">The message.</param>
    public void Post(OutboundMessage message) => Shard.Post(new ShardItem(this, message, null, 0));

    /// <summary>Queues the last messages; nothing goes out after them.</summary>
    /// <param name="farewell">The dialect's words and the close frame.</param>
    public void PostClose(IReadOnlyList<OutboundMessage> farewell) => Shard.Post(new CloseWork(this, farewell));

    /// <summary>Queues a ping whose pong proves that everything before it has left the server's own buffers.</summary>
    /// <param name="ping">The ping frame.</param>
    /// <param name="number">The number that the pong carries.</param>
    public void PostProbe(OutboundMessage ping, long number) => Shard.Post(new ProbeWork(this, ping, number));

    /// <summary>Changes to another sink if nothing was written since the ping of that number.</summary>
    /// <param name="number">The number of the ping that was answered.</param>
    /// <param name="sink">The new sink.</param>
    /// <param name="tried">Called on the loop: whether it worked, or something was written in between.</param>
    public void PostSwitch(long number, FrameSink sink, Action<bool> tried) => Shard.Post(new SwitchWork(this, number, sink, tried));

    /// <summary>Lets what is queued go out, for at most <see cref="CloseTimeout"/>, then ends the queue.</summary>
    public async Task CloseAsync()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Shard.Post(new DrainWork(this, drained));
        await drained.Task;
    }

    /// <summary>Puts a message into the queue; it leaves at the end of the batch.</summary>
    /// <param name="message">The message.</param>
    public void Append(OutboundMessage message)
    {
        if (_closing || _ended)
        {
            return;
        }

        int length = _sink.LengthOf(message);
        if (IsFullFor(length))
        {
            // One batch may hold more than the bound. Only what the connection does not take now is waiting for it.
            WriteWaiting();
            if (IsFullFor(length) && !TryMakeRoom(length))
            {
                RefuseForWantOfRoom(message);
                return;
            }
        }

        Enqueue(message);
    }

    /// <summary>Writes what waits, in as few writes as possible.</summary>
    public void Flush()
    {
        _dirty = false;
        WriteWaiting();
        if (_drained is not null && !IsWriting)
        {
            End();
        }

        DoWhenEmpty();
    }

    /// <summary>Gives the connection up when its time is over.</summary>
    public void CheckDeadline()
    {
        if (Context.Time.GetTimestamp() < _deadline)
        {
            return;
        }

        if (!_closing)
        {
            Context.Metrics.SendTimedOut();
        }

        GiveUp();
    }

    private bool IsFullFor(int length) => _pendingBytes > 0 && _pendingBytes > Context.Options.QueueBytes - length;

    private bool TryMakeRoom(int length)
    {
        if (Context.Options.SlowConsumer != SlowConsumerPolicy.DropOldest)
        {
            return false;
        }

        while (IsFullFor(length))
        {
            if (!_queue.TryRemoveOldestDroppable(out OutboundMessage? dropped))
            {
                return false;
            }

            Context.Metrics.MessageDropped();
            _pendingBytes -= _sink.LengthOf(dropped);
        }

        return true;
    }

    private void RefuseForWantOfRoom(OutboundMessage message)
    {
        // Under DropOldest only answers, control frames or a write in flight are left by now: an ordinary message gives
        // way to them, and an answer that finds no room ends the connection.
        if (Context.Options.SlowConsumer == SlowConsumerPolicy.DropOldest && !message.IsControl)
        {
            Context.Metrics.MessageDropped();
            return;
        }

        Context.Metrics.SlowConsumerDisconnected();
        _pendingBytes = _inFlightBytes;
        _queue.Clear();
        BeginClose(owner.SlowConsumerFarewell());
    }

    private void Enqueue(OutboundMessage message)
    {
        _queue.Enqueue(message);
        _pendingBytes += _sink.LengthOf(message);
        if (!_dirty)
        {
            _dirty = true;
            Shard.MarkDirty(this);
        }
    }

    private void BeginClose(IReadOnlyList<OutboundMessage> farewell)
    {
        if (_closing || _ended)
        {
            return;
        }

        foreach (OutboundMessage message in farewell)
        {
            Enqueue(message);
        }

        _closing = true;
        Watch(CloseTimeout);
    }

    private void Watch(TimeSpan time)
    {
        // A write that is stuck when a close begins keeps the earlier of the two deadlines.
        long deadline = Context.Time.GetTimestamp() + (long)(time.TotalSeconds * Context.Time.TimestampFrequency);
        _deadline = _watched ? Math.Min(_deadline, deadline) : deadline;
        if (!_watched)
        {
            _watched = true;
            Shard.Watch(this);
        }
    }

    private void Unwatch()
    {
        if (_watched)
        {
            _watched = false;
            Shard.Unwatch(this);
        }
    }

    private void GiveUp()
    {
        try
        {
            // First this: once the queue has ended the request may be over, and its stream serve another one.
            owner.AbortTransport();
        }
        finally
        {
            End();
        }
    }

    private void End()
    {
        _ended = true;
        _queue.Clear();
        _pendingBytes = 0;
        _whenEmpty = null;
        Unwatch();
        _drained?.TrySetResult();
    }

    private void BeginDrain(TaskCompletionSource drained)
    {
        _drained = drained;
        _closing = true;
        if (_ended || (!IsWriting && _queue.Count == 0))
        {
            End();
        }
        else
        {
            Watch(CloseTimeout);
        }
    }
}
