// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Nodes;

/// <summary>Waits for what nobody announces.</summary>
internal static class Condition
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until the answer is yes.</summary>
    /// <param name="holds">The question.</param>
    /// <param name="what">What is wrong when it never is.</param>
    public static async Task HoldsAsync(Func<Task<bool>> holds, Func<string> what)
    {
        using var deadline = new CancellationTokenSource(Deadline.Default);
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (!await holds())
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Waited {Deadline.Default.TotalSeconds} s in vain: {what()}");
        }
    }
}
