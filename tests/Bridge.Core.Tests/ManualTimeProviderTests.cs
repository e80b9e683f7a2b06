// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<string> _runs = [];

    [Fact]
    public void Advance_SeveralTimersDue_RunInOrderEachAtItsInstant()
    {
        Start("late", due: 3);
        Start("early", due: 1, period: 1);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["early@1", "early@2", "late@3", "early@3"], _runs);
        Assert.Equal(1, _time.ArmedTimerCount);
    }

    [Fact]
    public void Advance_TimerArmedByATimer_RunsInTheSameCall()
    {
        ITimer second = Start("second", due: -1);
        using ITimer first = _time.CreateTimer(
            _ => second.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan), null, TimeSpan.FromSeconds(1), TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["second@2"], _runs);
    }

    [Fact]
    public void Change_DueAtOnce_RunsAtTheNextAdvance()
    {
        Start("now", due: 0);
        Assert.Empty(_runs);
        _time.Advance(TimeSpan.Zero);
        Assert.Equal(["now@0"], _runs);
    }

    [Fact]
    public void Dispose_ArmedTimer_NeverRuns()
    {
        ITimer timer = Start("gone", due: 1);
        timer.Dispose();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(_runs);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public async Task Delay_OfTheFramework_EndsWithTheClock()
    {
        Task delay = Task.Delay(TimeSpan.FromSeconds(5), _time);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(delay.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(5, _time.GetElapsedTime(0).TotalSeconds);
    }

    private ITimer Start(string name, int due, int period = -1) => _time.CreateTimer(
        _ => _runs.Add($"{name}@{_time.GetElapsedTime(0).TotalSeconds}"), null, Seconds(due), Seconds(period));

    private static TimeSpan Seconds(int count) => count < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(count);
}
