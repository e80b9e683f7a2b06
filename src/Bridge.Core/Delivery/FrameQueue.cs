// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;

namespace Bridge.Core.Delivery;

/// <summary>
/// Messages that wait for one connection, oldest first. One message needs no memory of its own: that is the usual case
/// of a connection that keeps up.
/// </summary>
internal struct FrameQueue
{
    private const int SmallCapacity = 8;

    private OutboundMessage? _only;
    private OutboundMessage?[]? _ring;
    private int _head;

    public int Count { get; private set; }

    public void Enqueue(OutboundMessage message)
    {
        if (Count == 0)
        {
            _only = message;
            Count = 1;
            return;
        }

        MoveOnlyToRing();
        if (Count == _ring!.Length)
        {
            Grow();
        }

        _ring[(_head + Count) & (_ring.Length - 1)] = message;
        Count++;
    }

    public readonly OutboundMessage Peek() => _only ?? _ring![_head]!;

    public OutboundMessage Dequeue()
    {
        Count--;
        if (_only is { } only)
        {
            _only = null;
            return only;
        }

        OutboundMessage message = _ring![_head]!;
        _ring[_head] = null;
        _head = (_head + 1) & (_ring.Length - 1);
        ReleaseWhenEmpty();
        return message;
    }

    /// <summary>Takes out the oldest message that may be dropped.</summary>
    /// <param name="message">The message.</param>
    public bool TryRemoveOldestDroppable([NotNullWhen(true)] out OutboundMessage? message)
    {
        if (_only is { IsControl: false })
        {
            message = Dequeue();
            return true;
        }

        for (int i = 0; _only is null && i < Count; i++)
        {
            int at = (_head + i) & (_ring!.Length - 1);
            if (!_ring[at]!.IsControl)
            {
                message = _ring[at]!;
                CloseGap(i);
                return true;
            }
        }

        message = null;
        return false;
    }

    /// <summary>Gives back the memory of an empty queue.</summary>
    public void Trim()
    {
        if (Count == 0)
        {
            _ring = null;
        }
    }

    public void Clear()
    {
        _only = null;
        _ring = null;
        _head = 0;
        Count = 0;
    }

    private void MoveOnlyToRing()
    {
        if (_only is not null)
        {
            _ring ??= new OutboundMessage?[SmallCapacity];
            _head = 0;
            _ring[0] = _only;
            _only = null;
        }
    }

    private void Grow()
    {
        var larger = new OutboundMessage?[_ring!.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        _ring = larger;
        _head = 0;
    }

    private void CloseGap(int index)
    {
        // The droppable message is near the head: shifting the few before it is cheaper than shifting all behind it.
        for (int i = index; i > 0; i--)
        {
            _ring![(_head + i) & (_ring.Length - 1)] = _ring[(_head + i - 1) & (_ring.Length - 1)];
        }

        _ring![_head] = null;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        ReleaseWhenEmpty();
    }

    private void ReleaseWhenEmpty()
    {
        if (Count == 0 && _ring!.Length > SmallCapacity)
        {
            _ring = null;
        }
    }
}
