// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests;

/// <summary>Runs one program on several threads at once.</summary>
internal static class ConcurrentRun
{
    /// <summary>
    /// Starts threads of their own together (pool threads would often run one after the other), each with a random source
    /// that the seed decides, and waits for them. A deadlock shows up as a time-out.
    /// </summary>
    public static async Task OnThreadsAsync(int threads, int seed, Func<int, Random, Task> program)
    {
        using Barrier start = new(threads);
        IEnumerable<Task> runs = Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () => start.SignalAndWait(TimeSpan.FromSeconds(30))
                ? program(thread, new Random((seed * threads) + thread))
                : throw new TimeoutException("Not all threads started."),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap());

        Task all = Task.WhenAll(runs);
        if (await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(60))) != all)
        {
            throw new TimeoutException($"The threads did not end; seed {seed}.");
        }

        await all;
    }
}
