// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Tests.Clients;

/// <summary>How long tests wait for what must come soon; only a failure takes that long.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Waits, and says what for when it takes too long.</summary>
    public static async Task<T> Await<T>(this Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds} s in vain: {what}.");
        }
    }

    /// <inheritdoc cref="Await{T}"/>
    public static Task Await(this Task task, string what) => Completion(task).Await(what);

    private static async Task<bool> Completion(Task task)
    {
        await task;
        return true;
    }
}
