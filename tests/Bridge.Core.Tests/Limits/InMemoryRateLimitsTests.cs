// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Limits;

namespace Bridge.Core.Tests.Limits;

/// <summary>The specification for one node.</summary>
public sealed class InMemoryRateLimitsTests : RateLimitsSpecification
{
    private readonly ManualTimeProvider _time = new();
    private TimeSpan _elapsed;

    public InMemoryRateLimitsTests() => Limits = new InMemoryRateLimits(_time);

    private protected override IRateLimits Limits { get; }

    private protected override TimeSpan Elapsed => _elapsed;

    [Fact]
    public async Task Take_JustBeforeTheSecondIsOver_IsRefused()
    {
        Assert.True(await Limits.TryTakeAsync("app", "events", 1, 1));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(await Limits.TryTakeAsync("app", "events", 1, 1));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await Limits.TryTakeAsync("app", "events", 1, 1));
    }

    private protected override Task NextSecondAsync()
    {
        _elapsed += TimeSpan.FromSeconds(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }
}
