// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;

namespace Bridge.SockJS.Sessions;

/// <summary>What is to go on after a batch: handed to the thread pool as one, since a work item for each costs more than what it does.</summary>
internal sealed class DeferredContinuations : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<Action> _waiting = new();

    public void Add(Action continuation) => _waiting.Enqueue(continuation);

    /// <summary>Lets those that wait go on, on other threads.</summary>
    public void Release()
    {
        if (!_waiting.IsEmpty)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_waiting.TryDequeue(out Action? continuation))
        {
            // Whatever this one runs into, another thread is asked to see to the rest.
            Release();
            do
            {
                continuation();
            }
            while (_waiting.TryDequeue(out continuation));
        }
    }
}
