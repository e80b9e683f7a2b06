// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Tests.Delivery;

public sealed class OutboxTests : IDisposable
{
    private readonly DeliveryHarness _harness = new();
    private readonly RecordingSink _sink = new();
    private readonly RecordingOwner _owner = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Post_OneBatch_LeavesInOneWriteForEachConnection()
    {
        var otherSink = new RecordingSink();
        Outbox outbox = _harness.Open(_sink, _owner);
        Outbox other = _harness.Open(otherSink);

        using (await _harness.HoldLoopAsync())
        {
            for (int i = 0; i < 100; i++)
            {
                outbox.Post(DeliveryHarness.Text($"{i}"));
                other.Post(DeliveryHarness.Text($"other {i}"));
            }
        }

        await _harness.SettleAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), Assert.Single(_sink.Writes));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"other {i}"), Assert.Single(otherSink.Writes));
    }

    [Fact]
    public async Task Post_FromManyBatches_KeepsTheOrder()
    {
        Outbox outbox = _harness.Open(_sink, _owner);
        for (int i = 0; i < 5_000; i++)
        {
            outbox.Post(DeliveryHarness.Text($"{i}"));
        }

        await _harness.SettleAsync();
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => $"{i}"), _sink.Frames);
    }

    [Fact]
    public async Task Post_WhileAWriteIsUnderWay_LeavesTogetherWhenItIsDone()
    {
        _sink.Blocks = true;
        Outbox outbox = _harness.Open(_sink, _owner);
        outbox.Post(DeliveryHarness.Text("first"));
        await _harness.SettleAsync();
        foreach (string text in new[] { "a", "b", "c" })
        {
            outbox.Post(DeliveryHarness.Text(text));
            await _harness.SettleAsync();
        }

        Assert.Equal(1, _sink.WriteCount);
        await _sink.FinishAsync();
        await _harness.SettleAsync();

        string[][] expected = [["first"], ["a", "b", "c"]];
        Assert.Equal(expected, _sink.Writes);
    }

    [Fact]
    public async Task Post_MoreThanAJoinHolds_SplitsBetweenFrames()
    {
        Outbox outbox = _harness.Open(_sink, _owner);
        using (await _harness.HoldLoopAsync())
        {
            foreach (char first in "abcde")
            {
                outbox.Post(DeliveryHarness.Sized(first, 30_000));
            }

            outbox.Post(DeliveryHarness.Sized('f', 200_000));
            outbox.Post(DeliveryHarness.Text("g"));
        }

        await _harness.SettleAsync();
        Assert.Equal("abcdefg", string.Concat(_sink.Frames.Select(frame => frame[0])));
        Assert.Equal([2, 2, 1, 1, 1], _sink.Writes.Select(write => write.Length));
    }

    [Fact]
    public async Task Post_WritesOfTwoConnectionsUnderWay_DoNotShareABuffer()
    {
        // Each unfinished joined write keeps its bytes: the next one must not overwrite them.
        var keeping = new KeepingSink();
        Outbox outbox = _harness.Open(keeping, _owner);
        using (await _harness.HoldLoopAsync())
        {
            outbox.Post(DeliveryHarness.Text("mine 1"));
            outbox.Post(DeliveryHarness.Text("mine 2"));
        }

        await _harness.SettleAsync();
        Outbox other = _harness.Open(_sink);
        using (await _harness.HoldLoopAsync())
        {
            other.Post(DeliveryHarness.Text("other 1"));
            other.Post(DeliveryHarness.Text("other 2"));
        }

        await _harness.SettleAsync();
        Assert.Equal(["mine 1", "mine 2"], WebSockets.ServerFrame.In(keeping.Kept.ToArray()).Select(frame => frame.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_Fails_AbortsThisConnectionAndNobodyElse(bool later)
    {
        var otherSink = new RecordingSink();
        Outbox outbox = _harness.Open(_sink, _owner);
        Outbox other = _harness.Open(otherSink);
        _sink.Failure = later ? null : new InvalidOperationException("no");
        _sink.Blocks = later;

        outbox.Post(DeliveryHarness.Text("lost"));
        await _harness.SettleAsync();
        if (later)
        {
            await _sink.FinishAsync(new IOException("gone"));
            await _harness.SettleAsync();
        }

        outbox.Post(DeliveryHarness.Text("never written"));
        other.Post(DeliveryHarness.Text("written"));
        await _harness.SettleAsync();

        Assert.Equal(1, _owner.Aborts);
        Assert.Equal(["lost"], _sink.Frames);
        Assert.Equal(["written"], otherSink.Frames);
        await outbox.CloseAsync().Within("a queue that has ended to close");
    }

    [Fact]
    public async Task Write_LongerThanTheSendTimeout_AbortsTheConnection()
    {
        _sink.Blocks = true;
        Outbox outbox = _harness.Open(_sink, _owner);
        outbox.Post(DeliveryHarness.Text("stuck"));
        await _harness.SettleAsync();

        await _harness.AdvanceAsync(TimeSpan.FromSeconds(9));
        Assert.Equal(0, _owner.Aborts);

        await _harness.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _owner.Aborts);
        Assert.Equal(1, _harness.Meters.TimedOut);
        Assert.False(_harness.Shard.HasWatched);

        // The transport's answer to the abort comes late, when the request may be over: it must not abort whoever has the
        // stream by now.
        await _sink.FinishAsync(new IOException("aborted"));
        await _harness.SettleAsync();
        Assert.Equal(1, _owner.Aborts);
    }

    [Fact]
    public async Task Write_EachWithinTheSendTimeout_IsNeverTimedOut()
    {
        _sink.Blocks = true;
        Outbox outbox = _harness.Open(_sink, _owner);
        outbox.Post(DeliveryHarness.Text("0"));
        await _harness.SettleAsync();
        for (int i = 1; i <= 5; i++)
        {
            await _harness.AdvanceAsync(TimeSpan.FromSeconds(8));
            outbox.Post(DeliveryHarness.Text($"{i}"));
            await _harness.SettleAsync();
            await _sink.FinishAsync();
            await _harness.SettleAsync();
        }

        Assert.Equal(0, _owner.Aborts);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], _sink.Frames);
    }

    [Fact]
    public async Task CheckDeadline_AbortFails_OthersAreStillGivenUp()
    {
        var otherOwner = new RecordingOwner();
        _owner.OnAbort = () => throw new InvalidOperationException("no");
        _sink.Blocks = true;
        var otherSink = new RecordingSink { Blocks = true };
        Outbox other = _harness.Open(otherSink, otherOwner);
        Outbox outbox = _harness.Open(_sink, _owner);
        other.Post(DeliveryHarness.Text("stuck"));
        outbox.Post(DeliveryHarness.Text("stuck"));
        await _harness.SettleAsync();

        await _harness.AdvanceAsync(TimeSpan.FromSeconds(12));

        Assert.Equal(1, _owner.Aborts);
        Assert.Equal(1, otherOwner.Aborts);
    }

    private sealed class KeepingSink : FrameSink
    {
        public ReadOnlyMemory<byte> Kept { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
        {
            Kept = bytes;
            return new ValueTask(new TaskCompletionSource().Task);
        }
    }
}
