// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <content>For senders that can send later what finds no room now.</content>
internal sealed partial class Outbox
{
    private IShardWork? _whenEmpty;

    /// <summary>Whether half of the queue is still free when a message was put into it. The other half is for those who can't wait.</summary>
    /// <param name="message">The message.</param>
    public bool HasSpareRoomFor(OutboundMessage message)
    {
        int length = _sink.LengthOf(message);
        if (!LeavesHalf(length))
        {
            WriteWaiting();
        }

        return LeavesHalf(length);
    }

    /// <summary>Has work done on the loop when nothing waits any more; at once when nothing does. Works add up.</summary>
    /// <param name="work">The work. It is dropped when the connection ends before.</param>
    public void WhenEmpty(IShardWork work)
    {
        _whenEmpty = _whenEmpty is { } earlier ? new BothWork(earlier, work) : work;
        DoWhenEmpty();
    }

    private bool LeavesHalf(int length) => _pendingBytes == 0 || _pendingBytes + length <= Context.Options.QueueBytes / 2;

    private void DoWhenEmpty()
    {
        if (_pendingBytes == 0 && _whenEmpty is { } work)
        {
            _whenEmpty = null;
            Shard.Post(work);
        }
    }

    private sealed class BothWork(IShardWork first, IShardWork second) : IShardWork
    {
        public void Execute()
        {
            first.Execute();
            second.Execute();
        }
    }
}
