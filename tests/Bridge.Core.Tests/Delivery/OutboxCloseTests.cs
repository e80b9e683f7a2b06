// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Tests.Delivery;

public sealed class OutboxCloseTests : IDisposable
{
    private readonly DeliveryHarness _harness = new();
    private readonly RecordingSink _sink = new();
    private readonly RecordingOwner _owner = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task PostClose_MessagesBeforeAndAfter_OnlyThoseBeforeGoOut()
    {
        Outbox outbox = _harness.Open(_sink, _owner);
        using (await _harness.HoldLoopAsync())
        {
            outbox.Post(DeliveryHarness.Text("before"));
            outbox.PostClose([DeliveryHarness.Text("goodbye", isControl: true), DeliveryHarness.CloseFrame(4001)]);
            outbox.Post(DeliveryHarness.Text("after"));
            outbox.PostClose([DeliveryHarness.CloseFrame(4002)]);
        }

        await _harness.SettleAsync();
        Assert.Equal(["before", "goodbye", "close 4001 bye"], _sink.Frames);
    }

    [Fact]
    public async Task PostClose_PeerNeverAnswers_IsAbortedAfterTheCloseTimeout()
    {
        Outbox outbox = _harness.Open(_sink, _owner);
        outbox.PostClose([DeliveryHarness.CloseFrame(4001)]);
        await _harness.SettleAsync();

        await _harness.AdvanceAsync(Outbox.CloseTimeout - TimeSpan.FromSeconds(1));
        Assert.Equal(0, _owner.Aborts);
        await _harness.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(1, _owner.Aborts);
        Assert.Equal(0, _harness.Meters.TimedOut);
    }

    [Fact]
    public async Task PostClose_WriteStuckBefore_KeepsTheEarlierDeadline()
    {
        _sink.Blocks = true;
        Outbox outbox = _harness.Open(_sink, _owner);
        outbox.Post(DeliveryHarness.Text("stuck"));
        await _harness.SettleAsync();
        await _harness.AdvanceAsync(TimeSpan.FromSeconds(8));
        outbox.PostClose([DeliveryHarness.CloseFrame(4001)]);
        await _harness.SettleAsync();

        await _harness.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(1, _owner.Aborts);
    }

    [Fact]
    public async Task CloseAsync_NothingQueued_IsDoneAtOnce()
    {
        Outbox outbox = _harness.Open(_sink, _owner);

        await outbox.CloseAsync().Within("an idle queue to close");

        outbox.Post(DeliveryHarness.Text("late"));
        await _harness.SettleAsync();
        Assert.Equal(0, _sink.WriteCount);
        Assert.Equal(0, _owner.Aborts);
    }

    [Fact]
    public async Task CloseAsync_MessagesQueued_WaitsUntilTheyAreWritten()
    {
        _sink.Blocks = true;
        Outbox outbox = _harness.Open(_sink, _owner);
        outbox.Post(DeliveryHarness.Text("1"));
        await _harness.SettleAsync();
        outbox.Post(DeliveryHarness.Text("2"));
        Task closed = outbox.CloseAsync();
        outbox.Post(DeliveryHarness.Text("late"));
        await _harness.SettleAsync();

        await _sink.FinishAsync();
        await _harness.SettleAsync();
        Assert.False(closed.IsCompleted, "The second write is not done yet.");
        await _sink.FinishAsync();

        await closed.Within("the queue to close");
        Assert.Equal(["1", "2"], _sink.Frames);
        await _harness.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, _owner.Aborts);
        Assert.False(_harness.Shard.HasWatched);
    }

    [Fact]
    public async Task CloseAsync_PeerReadsNothing_AbortsAfterTheCloseTimeoutAndEnds()
    {
        bool endedBeforeAbort = false;
        _sink.Blocks = true;
        Outbox outbox = _harness.Open(_sink, _owner);
        outbox.Post(DeliveryHarness.Text("stuck"));
        Task closed = outbox.CloseAsync();
        _owner.OnAbort = () => endedBeforeAbort = closed.IsCompleted;
        await _harness.SettleAsync();
        await _harness.AdvanceAsync(Outbox.CloseTimeout - TimeSpan.FromSeconds(1));
        Assert.False(closed.IsCompleted);

        await _harness.AdvanceAsync(TimeSpan.FromSeconds(1));

        await closed.Within("the queue to close");
        Assert.Equal(1, _owner.Aborts);
        Assert.False(endedBeforeAbort);
    }
}
