// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Limits;

namespace Bridge.Core.Tests.Limits;

/// <summary>What rate limits promise, wherever they are counted. A second may end at any time when the clock is not the test's.</summary>
public abstract class RateLimitsSpecification
{
    private protected abstract IRateLimits Limits { get; }

    /// <summary>How long the test has run by the clock that counts.</summary>
    private protected abstract TimeSpan Elapsed { get; }

    private protected abstract Task NextSecondAsync();

    [Fact]
    public async Task Take_MoreThanTheLimit_TheRestIsRefused() => Assert.InRange(await BurstAsync("app", "events", 100, 10), 10, Most(10));

    [Fact]
    public async Task Take_InTheNextSecond_TheLimitIsThereAgain()
    {
        int first = await BurstAsync("app", "events", 100, 10);
        await NextSecondAsync();
        int second = await BurstAsync("app", "events", 100, 10);
        Assert.InRange(first + second, 20, Most(10));
    }

    [Fact]
    public async Task Take_AnotherScopeOrName_IsCountedByItself()
    {
        int[] taken = await Task.WhenAll(
            BurstAsync("app", "events", 50, 10), BurstAsync("app", "reads", 50, 10), BurstAsync("other", "events", 50, 10));
        Assert.All(taken, count => Assert.InRange(count, 10, Most(10)));
    }

    [Fact]
    public async Task Take_LimitIsRaised_HoldsAtOnce()
    {
        await BurstAsync("app", "events", 50, 10);
        Assert.InRange(await BurstAsync("app", "events", 100, 30), 20, Most(30));
    }

    [Fact]
    public async Task Take_SeveralPermits_AreTakenTogether()
    {
        bool[] taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TakeAsync("app", "events", 4, 10)));
        Assert.InRange(taken.Count(isTaken => isTaken), 2, 2 * Most(1));
    }

    /// <summary>What can have been granted since the test began.</summary>
    private protected int Most(int limit) => limit * (1 + (int)Elapsed.TotalSeconds);

    private protected async Task<int> BurstAsync(string scope, string name, int requests, int limit) =>
        (await Task.WhenAll(Enumerable.Range(0, requests).Select(_ => TakeAsync(scope, name, 1, limit)))).Count(isTaken => isTaken);

    private Task<bool> TakeAsync(string scope, string name, int permits, int limit) =>
        Limits.TryTakeAsync(scope, name, permits, limit).AsTask().Within("permits");
}
