// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.Channels;

namespace Bridge.Redis.History;

/// <summary>The messages that are to be appended next, bounded in number and bytes: whoever adds more waits. One loop takes them out.</summary>
/// <param name="mostBytes">The most bytes that may wait; a single greater message may all the same.</param>
internal sealed class AppendQueue(int mostBytes)
{
    private const int MostMessages = 65_536;

    private readonly Channel<HistoryAppend> _waiting = Channel.CreateUnbounded<HistoryAppend>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private long _lastNumber;
    private long _bytes;
    private int _count;

    /// <summary>Adds a message behind the others and gives it its number.</summary>
    /// <returns>False when the queue is closed.</returns>
    public async ValueTask<bool> AddAsync(HistoryAppend append)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_count == 0 || (_count < MostMessages && _bytes + append.Length <= mostBytes))
                {
                    return TryAdd(append);
                }

                room = (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await room;
        }
    }

    /// <summary>Waits for a message; false when the queue is closed and empty.</summary>
    public Task<bool> WaitAsync() => _waiting.Reader.WaitToReadAsync().AsTask();

    /// <summary>Takes out the oldest messages.</summary>
    /// <param name="batch">Where they go.</param>
    /// <param name="most">The most that it may hold then.</param>
    public void Take(List<HistoryAppend> batch, int most)
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            while (batch.Count < most && _waiting.Reader.TryRead(out HistoryAppend? append))
            {
                batch.Add(append);
                _bytes -= append.Length;
                _count--;
            }

            (room, _room) = (_room, null);
        }

        room?.SetResult();
    }

    /// <summary>No more messages are added; those that are there are still taken out.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    private bool TryAdd(HistoryAppend append)
    {
        append.SetNumber(_lastNumber + 1);
        if (!_waiting.Writer.TryWrite(append))
        {
            return false;
        }

        _lastNumber++;
        _bytes += append.Length;
        _count++;
        return true;
    }
}
