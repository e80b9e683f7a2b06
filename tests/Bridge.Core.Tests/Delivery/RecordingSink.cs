// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.Core.Tests.WebSockets;

namespace Bridge.Core.Tests.Delivery;

/// <summary>Records what is written; can leave writes unfinished, or fail.</summary>
internal sealed class RecordingSink : FrameSink
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _writes = [];
    private TaskCompletionSource? _unfinished;

    /// <summary>Whether writes stay unfinished until <see cref="FinishAsync"/>.</summary>
    public bool Blocks { get; set; }

    /// <summary>What writes throw, or null.</summary>
    public Exception? Failure { get; set; }

    public int WriteCount
    {
        get
        {
            lock (_gate)
            {
                return _writes.Count;
            }
        }
    }

    /// <summary>The text of all frames, write by write.</summary>
    public string[][] Writes
    {
        get
        {
            lock (_gate)
            {
                return [.. _writes.Select(write => ServerFrame.In(write).Select(frame => frame.ToString()).ToArray())];
            }
        }
    }

    /// <summary>The text of all frames.</summary>
    public string[] Frames => [.. Writes.SelectMany(write => write)];

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            _writes.Add(bytes.ToArray());
            if (Failure is not null)
            {
                throw Failure;
            }

            if (!Blocks)
            {
                return ValueTask.CompletedTask;
            }

            Assert.True(_unfinished is null, "A second write began before the first one was done.");
            _unfinished = new TaskCompletionSource();
            return new ValueTask(_unfinished.Task);
        }
    }

    /// <summary>Ends the unfinished write. What follows from it is posted to the loop when the task is done.</summary>
    public Task FinishAsync(Exception? failure = null)
    {
        TaskCompletionSource unfinished;
        lock (_gate)
        {
            unfinished = _unfinished ?? throw new InvalidOperationException("No write is unfinished.");
            _unfinished = null;
        }

        // On a pool thread, which has no synchronisation context: there the continuation runs at once.
        return Task.Run(() =>
        {
            if (failure is null)
            {
                unfinished.SetResult();
            }
            else
            {
                unfinished.SetException(failure);
            }
        });
    }
}
