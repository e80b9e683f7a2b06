// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Tests.Delivery;

public sealed class OutboxRoomTests : IDisposable
{
    private readonly DeliveryHarness _harness = new();
    private readonly RecordingSink _sink = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task WhenEmpty_NothingWaits_IsDone()
    {
        var done = new SignalWork();
        Outbox outbox = _harness.Open(_sink);
        _harness.Shard.Post(new LoopWork(() => outbox.WhenEmpty(done)));
        await done.Done.Within("the work");
    }

    [Fact]
    public async Task WhenEmpty_WhatWaitsIsTakenAtOnce_IsDoneBehindIt()
    {
        var done = new SignalWork(() => Assert.Equal(["before"], _sink.Frames));
        Outbox outbox = _harness.Open(_sink);
        _harness.Shard.Post(new LoopWork(() =>
        {
            outbox.Append(DeliveryHarness.Text("before"));
            outbox.WhenEmpty(done);
        }));
        await done.Done.Within("the work behind a write that was done at once");
    }

    [Fact]
    public async Task WhenEmpty_WhatWaitsIsTakenLater_IsDoneBehindAllOfIt()
    {
        _sink.Blocks = true;
        var done = new SignalWork();
        Outbox outbox = _harness.Open(_sink);
        outbox.Post(DeliveryHarness.Text("first"));
        await _harness.SettleAsync();
        _harness.Shard.Post(new LoopWork(() =>
        {
            outbox.Append(DeliveryHarness.Text("second"));
            outbox.WhenEmpty(done);
        }));
        await _harness.SettleAsync();
        Assert.False(done.Done.IsCompleted);

        _sink.Blocks = false;
        await _sink.FinishAsync();
        await done.Done.Within("the work behind writes that took their time");
        Assert.Equal(["first", "second"], _sink.Frames);
    }

    private sealed class LoopWork(Action action) : IShardWork
    {
        public void Execute() => action();
    }

    private sealed class SignalWork(Action? check = null) : IShardWork
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void Execute()
        {
            try
            {
                check?.Invoke();
                _done.TrySetResult();
            }
            catch (Exception e)
            {
                _done.TrySetException(e);
            }
        }
    }
}
