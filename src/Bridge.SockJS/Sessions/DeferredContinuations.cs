// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;

namespace Bridge.SockJS.Sessions;

/// <summary>What is to go on after a batch. Not as a work item each, which would cost more than what it does.</summary>
internal sealed class DeferredContinuations : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<Action> _waiting = new();

    public void Add(Action continuation) => _waiting.Enqueue(continuation);

    /// <summary>Lets those that wait go on, here and on other threads.</summary>
    public void Run()
    {
        if (!_waiting.TryDequeue(out Action? continuation))
        {
            return;
        }

        if (!_waiting.IsEmpty)
        {
            // Whatever this one runs into, another thread sees to the rest.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        do
        {
            continuation();
        }
        while (_waiting.TryDequeue(out continuation));
    }

    void IThreadPoolWorkItem.Execute() => Run();
}
