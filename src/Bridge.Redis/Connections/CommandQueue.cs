// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>
/// Commands that wait to be sent, as bytes in one ring: nothing is allocated for a command, and the bytes are bounded. It
/// outlives connections, so it is also what keeps publishes through an outage. Not safe for concurrent use.
/// </summary>
/// <param name="capacity">The most bytes that may wait.</param>
internal sealed class CommandQueue(int capacity)
{
    private const int SmallestRing = 64 * 1024;
    private const int LargestIdleRing = 1024 * 1024;

    private readonly Queue<Entry> _entries = new();
    private byte[] _ring = new byte[SmallestRing];
    private int _tail;

    public int Count => _entries.Count;

    /// <summary>The bytes that wait.</summary>
    public int Bytes { get; private set; }

    /// <summary>Whether there can be room for a command at all.</summary>
    public bool MayHold(int length) => length <= capacity;

    /// <summary>Adds a command behind the others.</summary>
    /// <param name="command">The command.</param>
    /// <param name="reply">Who waits for the answer; null for a publish.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when there is no room.</returns>
    public bool TryAdd<TCommand>(TCommand command, PendingReply? reply, long now)
        where TCommand : IRespCommand
    {
        int length = command.Length;
        if (length > capacity - Bytes)
        {
            return false;
        }

        int offset = Reserve(length);
        command.Write(_ring.AsSpan(offset, length));
        _entries.Enqueue(new Entry(offset, length, reply, now));
        _tail = offset + length;
        Bytes += length;
        return true;
    }

    /// <summary>Drops the oldest command.</summary>
    /// <returns>Who waits for its answer.</returns>
    public PendingReply? DropOldest() => Remove().Reply;

    /// <summary>Moves as many commands as fit into a buffer, and at least one.</summary>
    /// <param name="buffer">Where to; replaced by a greater one for a command that is greater.</param>
    /// <param name="sent">Where those go that will be answered.</param>
    /// <param name="now">The time.</param>
    /// <param name="oldest">Publishes from before this time are dropped.</param>
    /// <param name="dropped">How many were.</param>
    /// <returns>The bytes in the buffer.</returns>
    public int Take(ref byte[] buffer, Queue<SentCommand> sent, long now, long oldest, out int dropped)
    {
        int length = 0;
        dropped = 0;
        while (_entries.TryPeek(out Entry next))
        {
            if (next.Reply is null && next.AddedAt < oldest)
            {
                dropped++;
                Remove();
                continue;
            }

            if (next.Length > buffer.Length - length)
            {
                if (length > 0)
                {
                    break;
                }

                buffer = new byte[next.Length];
            }

            _ring.AsSpan(next.Offset, next.Length).CopyTo(buffer.AsSpan(length));
            length += next.Length;
            sent.Enqueue(new SentCommand(next.Reply, now));
            Remove();
        }

        return length;
    }

    /// <summary>Takes out the commands that somebody waits for.</summary>
    /// <param name="removed">Where they go.</param>
    public void RemoveAwaited(List<PendingReply> removed)
    {
        for (int i = _entries.Count; i > 0; i--)
        {
            Entry entry = _entries.Dequeue();
            if (entry.Reply is { } reply)
            {
                Bytes -= entry.Length;
                removed.Add(reply);
            }
            else
            {
                _entries.Enqueue(entry);
            }
        }
    }

    private Entry Remove()
    {
        Entry entry = _entries.Dequeue();
        Bytes -= entry.Length;
        if (_entries.Count == 0)
        {
            _tail = 0;
            if (_ring.Length > LargestIdleRing)
            {
                _ring = new byte[SmallestRing];
            }
        }

        return entry;
    }

    /// <summary>Finds room in one piece; the ring grows when there is none.</summary>
    private int Reserve(int length)
    {
        if (!_entries.TryPeek(out Entry first))
        {
            _tail = 0;
            first = new Entry(_ring.Length, 0, null, 0);
        }

        if (_tail <= first.Offset)
        {
            // The tail never catches up with the head: equal would mean empty.
            if (first.Offset - _tail > length || (_entries.Count == 0 && _ring.Length >= length))
            {
                return _tail;
            }
        }
        else if (_ring.Length - _tail >= length)
        {
            return _tail;
        }
        else if (first.Offset > length)
        {
            return 0;
        }

        Grow(length);
        return _tail;
    }

    private void Grow(int length)
    {
        int needed = Bytes + length;
        int size = _ring.Length;
        // A quarter more than needed, so that a full ring is not packed anew for every command.
        while (size < needed + (needed / 4) + 1)
        {
            size *= 2;
        }

        byte[] ring = new byte[size];
        int offset = 0;
        for (int i = _entries.Count; i > 0; i--)
        {
            Entry entry = _entries.Dequeue();
            _ring.AsSpan(entry.Offset, entry.Length).CopyTo(ring.AsSpan(offset));
            _entries.Enqueue(entry with { Offset = offset });
            offset += entry.Length;
        }

        _ring = ring;
        _tail = offset;
    }

    private readonly record struct Entry(int Offset, int Length, PendingReply? Reply, long AddedAt);
}
