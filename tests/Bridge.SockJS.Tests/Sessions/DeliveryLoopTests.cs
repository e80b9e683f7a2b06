// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Sessions;

namespace Bridge.SockJS.Tests.Sessions;

public sealed class DeliveryLoopTests
{
    private const int LargeBatch = 1_000;

    private readonly ManualTimeProvider _time = new();
    private readonly DeliveryLoop _loop;

    public DeliveryLoopTests() => _loop = new DeliveryLoop(_time);

    [Fact]
    public async Task Wake_SeveralTimes_LetsTheReceiverGoOnOnce()
    {
        Receiver receiver = new(_loop);
        receiver.Wake();
        receiver.Wake();
        await receiver.WaitAsync().AsTask().Within("the receiver to be woken");
        Task next = receiver.WaitAsync().AsTask();
        Assert.False(next.IsCompleted);
        receiver.Wake();
        await next.Within("the receiver to be woken again");
    }

    [Fact]
    public async Task Wake_AfterALargeBatch_WaitsForItsWrites()
    {
        await WakeLargeBatchAsync();
        Receiver late = new(_loop);
        Task woken = late.WaitAsync().AsTask();
        late.Wake();
        await Drained();
        Assert.False(woken.IsCompleted);
        while (!woken.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }
    }

    private async Task WakeLargeBatchAsync()
    {
        // The first receiver holds the loop until the others wait for it too.
        using ManualResetEventSlim isComplete = new();
        Receiver first = new(_loop);
        Task held = HoldAsync(first, isComplete);
        first.Wake();
        Receiver[] others = [.. Enumerable.Range(0, LargeBatch).Select(_ => new Receiver(_loop))];
        Array.ForEach(others, receiver => receiver.Wake());
        isComplete.Set();
        await held.Within("the first receiver");
        await Task.WhenAll(others.Select(receiver => receiver.WaitAsync().AsTask())).Within("the others");
    }

    private static async Task HoldAsync(Receiver receiver, ManualResetEventSlim isComplete)
    {
        await receiver.WaitAsync();
        isComplete.Wait();
    }

    // Whatever the loop has left to do comes before this.
    private static async Task Drained()
    {
        for (int i = 0; i < 100; i++)
        {
            await Task.Yield();
        }
    }
}
