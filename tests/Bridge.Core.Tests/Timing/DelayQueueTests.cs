// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Timing;

namespace Bridge.Core.Tests.Timing;

public sealed class DelayQueueTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<string> _batches = [];
    private readonly DelayQueue<string> _queue;

    public DelayQueueTests()
    {
        _queue = new DelayQueue<string>(_time, items => _batches.Add($"{string.Join('+', items.Order())}@{_queue!.Now.TotalSeconds}"));
    }

    [Fact]
    public void Add_ItemsInAnyOrder_ComeWhenDueAndThoseOfOneInstantTogether()
    {
        Add("c", 3);
        Add("a", 1);
        Add("b", 3);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["a@1", "b+c@3"], _batches);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Add_ManyItems_UseOneTimerThatRestsAfterwards()
    {
        for (int i = 0; i < 50; i++)
        {
            Add($"{i}", 50 - i);
        }

        Assert.Equal(1, _time.ArmedTimerCount);
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(50, _batches.Count);
        Assert.Equal(0, _time.ArmedTimerCount);
    }

    [Fact]
    public void Add_FromTheCallback_IsNotLost()
    {
        DelayQueue<string>? queue = null;
        List<string> seen = [];
        queue = new DelayQueue<string>(_time, items =>
        {
            seen.AddRange(items);
            if (seen.Count < 3)
            {
                queue!.Add("again", queue.After(TimeSpan.FromSeconds(1)));
            }
        });
        queue.Add("first", queue.After(TimeSpan.FromSeconds(1)));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["first", "again", "again"], seen);
    }

    [Fact]
    public void Add_InstantInThePast_ComesAtOnce()
    {
        _time.Advance(TimeSpan.FromSeconds(9));
        _queue.Add("past", TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.Zero);
        Assert.Equal(["past@9"], _batches);
    }

    [Fact]
    public void Add_LaterThanATimerCanWait_ComesWhenDue()
    {
        _queue.Add("far", _queue.After(TimeSpan.FromDays(400)));
        _time.Advance(TimeSpan.FromDays(399));
        Assert.Empty(_batches);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Single(_batches);
    }

    [Fact]
    public void After_DelayBeyondAllTime_IsNeverReached()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.MaxValue, _queue.After(TimeSpan.MaxValue));
        _queue.Add("never", TimeSpan.MaxValue);
        _time.Advance(TimeSpan.FromDays(3));
        Assert.Empty(_batches);
    }

    [Fact]
    public async Task Add_SystemClock_ComesOutsideTheContextThatMadeTheQueue()
    {
        AsyncLocal<string?> request = new() { Value = "request" };
        TaskCompletionSource<string?> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        DelayQueue<string> queue = new(TimeProvider.System, _ => seen.SetResult(request.Value));
        queue.Add("item", queue.After(TimeSpan.FromMilliseconds(1.5)));

        Assert.Null(await seen.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("request", request.Value);
        Assert.False(ExecutionContext.IsFlowSuppressed());
    }

    private void Add(string item, int seconds) => _queue.Add(item, _queue.After(TimeSpan.FromSeconds(seconds)));
}
