// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Tests.State;

/// <summary>Waits for what another node or Redis brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until something is as expected; fails with what it is at last.</summary>
    public static async Task EqualAsync<T>(T expected, Func<T> actual) => await EqualAsync(expected, () => ValueTask.FromResult(actual()));

    /// <summary>Waits until something is as expected; fails with what it is at last.</summary>
    public static async Task EqualAsync<T>(T expected, Func<ValueTask<T>> actual)
    {
        using var timer = new PeriodicTimer(Pause);
        long start = TimeProvider.System.GetTimestamp();
        T last = await actual();
        while (!IsEqual(expected, last) && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60))
        {
            await timer.WaitForNextTickAsync();
            last = await actual();
        }

        Assert.Equal(expected, last);
    }

    private static bool IsEqual<T>(T expected, T actual)
    {
        try
        {
            Assert.Equal(expected, actual);
            return true;
        }
        catch (Xunit.Sdk.XunitException)
        {
            return false;
        }
    }
}
