// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.Driver;

/// <summary>No test waits for ever, and one that waited in vain says for what.</summary>
internal static class Deadline
{
    /// <summary>Far above what anything here takes, even on a busy machine.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(60);

    public static Task WithinDeadline(this Task task, string what) => task.WithinDeadline(() => what);

    public static Task<T> WithinDeadline<T>(this Task<T> task, string what) => task.WithinDeadline(() => what);

    public static async Task WithinDeadline(this Task task, Func<string> what)
    {
        try
        {
            await task.WaitAsync(Default);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {Default.TotalSeconds} s in vain: {what()}");
        }
    }

    public static async Task<T> WithinDeadline<T>(this Task<T> task, Func<string> what)
    {
        await WithinDeadline((Task)task, what);
        return await task;
    }
}
