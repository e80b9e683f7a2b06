// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Tests.Delivery;

public sealed class DeliveryShardTests : IDisposable
{
    private readonly DeliveryHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Post_WorkThatThrows_DoesNotStopTheLoop()
    {
        var sink = new RecordingSink();
        Outbox outbox = _harness.Open(sink);
        using (await _harness.HoldLoopAsync())
        {
            outbox.Post(DeliveryHarness.Text("before"));
            _harness.Shard.Post(new Work(() => throw new InvalidOperationException("no")));
            _harness.Shard.Post(new ShardItem(new FailingTarget(), DeliveryHarness.Text("x"), null, 0));
            outbox.Post(DeliveryHarness.Text("after"));
        }

        await _harness.SettleAsync();
        outbox.Post(DeliveryHarness.Text("later"));
        await _harness.SettleAsync();

        Assert.Equal(["before", "after", "later"], sink.Frames);
    }

    [Fact]
    public async Task Post_FromManyThreads_KeepsTheOrderOfEach()
    {
        const int Threads = 4;
        const int Each = 5_000;
        var sink = new RecordingSink();
        Outbox outbox = _harness.Open(sink);

        await ConcurrentRun.OnThreadsAsync(Threads, seed: 1, (thread, _) =>
        {
            for (int i = 0; i < Each; i++)
            {
                outbox.Post(DeliveryHarness.Text($"{thread} {i}"));
            }

            return Task.CompletedTask;
        });

        await _harness.SettleAsync();
        ILookup<string, string> byThread = sink.Frames.ToLookup(frame => frame.Split(' ')[0], frame => frame.Split(' ')[1]);
        Assert.Equal(Threads, byThread.Count);
        Assert.All(byThread, frames => Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{i}"), frames));
    }

    [Fact]
    public async Task Post_FanOut_CarriesMessageExclusionAndVersion()
    {
        var target = new RecordingTarget();
        OutboundMessage message = DeliveryHarness.Text("x");
        object except = new();
        _harness.Shard.Post(new ShardItem(target, message, except, 42));
        await _harness.SettleAsync();

        Assert.Equal([(message, except, 42L)], target.Delivered);
    }

    private sealed class Work(Action action) : IShardWork
    {
        public void Execute() => action();
    }

    private sealed class FailingTarget : IFanOutTarget
    {
        public void Deliver(OutboundMessage message, object? except, long version) => throw new InvalidOperationException("no");
    }

    private sealed class RecordingTarget : IFanOutTarget
    {
        public List<(OutboundMessage Message, object? Except, long Version)> Delivered { get; } = [];

        public void Deliver(OutboundMessage message, object? except, long version) => Delivered.Add((message, except, version));
    }
}
