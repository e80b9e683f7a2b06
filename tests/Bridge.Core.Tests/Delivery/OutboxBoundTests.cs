// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Tests.Delivery;

public sealed class OutboxBoundTests
{
    private const int Bound = 10_000;

    private readonly RecordingSink _sink = new() { Blocks = true };
    private readonly RecordingOwner _owner = new();

    [Fact]
    public async Task Disconnect_OverTheBound_SaysGoodbyeAndNothingAfterIt()
    {
        using DeliveryHarness harness = Harness(SlowConsumerPolicy.Disconnect);
        Outbox outbox = harness.Open(_sink, _owner);
        await PostAsync(harness, outbox, DeliveryHarness.Sized('a', 4_000), DeliveryHarness.Sized('b', 6_000));
        Assert.Equal(0, _owner.Farewells);

        await PostAsync(harness, outbox, DeliveryHarness.Text("c"), DeliveryHarness.Text("d"));
        _sink.Blocks = false;
        await _sink.FinishAsync();
        await harness.SettleAsync();
        await PostAsync(harness, outbox, DeliveryHarness.Text("e", isControl: true));

        // "a" was being written; what waited behind it is of no use to somebody who is told to go.
        Assert.Equal(["too slow", "close 4100 slow"], _sink.Frames[1..]);
        Assert.Equal(1, _owner.Farewells);
        Assert.Equal(1, harness.Meters.Disconnected);
        Assert.Equal(0, harness.Meters.Dropped);

        // It has the close time-out to answer.
        Assert.Equal(0, _owner.Aborts);
        await harness.AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.Equal(0, _owner.Aborts);
        await harness.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _owner.Aborts);
        Assert.Equal(0, harness.Meters.TimedOut);
    }

    [Fact]
    public async Task Disconnect_PeerReadsNothing_IsAbortedAtTheDeadline()
    {
        using DeliveryHarness harness = Harness(SlowConsumerPolicy.Disconnect);
        Outbox outbox = harness.Open(_sink, _owner);
        await PostAsync(harness, outbox, DeliveryHarness.Sized('a', 10_000), DeliveryHarness.Text("b"));

        await harness.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(1, _owner.Aborts);
        Assert.Equal(1, _sink.WriteCount);
        await outbox.CloseAsync().Within("the queue to close");
    }

    [Fact]
    public async Task DropOldest_OverTheBound_DropsTheOldestButNoControlFrame()
    {
        using DeliveryHarness harness = Harness(SlowConsumerPolicy.DropOldest);
        Outbox outbox = harness.Open(_sink, _owner);
        await PostAsync(harness, outbox, DeliveryHarness.Sized('a', 1_000));
        await PostAsync(
            harness,
            outbox,
            DeliveryHarness.Sized('b', 3_000, isControl: true),
            DeliveryHarness.Sized('c', 3_000),
            DeliveryHarness.Sized('d', 3_000),
            DeliveryHarness.Sized('e', 3_000),
            DeliveryHarness.Sized('f', 3_000, isControl: true));
        await FinishAllAsync(harness);

        Assert.Equal("abef", Firsts());
        Assert.Equal(2, harness.Meters.Dropped);
        Assert.Equal(0, harness.Meters.Disconnected);
        Assert.Equal(0, _owner.Farewells);
    }

    [Fact]
    public async Task DropOldest_FullOfAnswers_DropsTheNewMessageAndEndsOnTheNextAnswer()
    {
        using DeliveryHarness harness = Harness(SlowConsumerPolicy.DropOldest);
        Outbox outbox = harness.Open(_sink, _owner);
        await PostAsync(harness, outbox, DeliveryHarness.Sized('a', 1_000), DeliveryHarness.Sized('b', 8_900, isControl: true));

        await PostAsync(harness, outbox, DeliveryHarness.Sized('c', 200));
        Assert.Equal(1, harness.Meters.Dropped);
        Assert.Equal(0, _owner.Farewells);

        await PostAsync(harness, outbox, DeliveryHarness.Sized('d', 200, isControl: true));
        await FinishAllAsync(harness);

        Assert.Equal(1, _owner.Farewells);
        Assert.Equal(1, harness.Meters.Disconnected);
        Assert.Equal(["too slow", "close 4100 slow"], _sink.Frames[1..]);
    }

    [Theory]
    [InlineData(SlowConsumerPolicy.Disconnect)]
    [InlineData(SlowConsumerPolicy.DropOldest)]
    public async Task Post_OneMessageLargerThanTheBound_PassesWhenNothingWaits(SlowConsumerPolicy policy)
    {
        using DeliveryHarness harness = Harness(policy);
        Outbox outbox = harness.Open(_sink, _owner);
        await PostAsync(harness, outbox, DeliveryHarness.Sized('a', Bound * 3));
        await FinishAllAsync(harness);
        await PostAsync(harness, outbox, DeliveryHarness.Sized('b', Bound * 3));
        await FinishAllAsync(harness);

        Assert.Equal("ab", Firsts());
        Assert.Equal(0, _owner.Farewells);
        Assert.Equal(0, harness.Meters.Dropped);
    }

    [Theory]
    [InlineData(SlowConsumerPolicy.Disconnect)]
    [InlineData(SlowConsumerPolicy.DropOldest)]
    public async Task Post_BatchLargerThanTheBound_ReachesAConnectionThatTakesIt(SlowConsumerPolicy policy)
    {
        using DeliveryHarness harness = Harness(policy);
        _sink.Blocks = false;
        Outbox outbox = harness.Open(_sink, _owner);
        using (await harness.HoldLoopAsync())
        {
            foreach (char first in "abcdefghij")
            {
                outbox.Post(DeliveryHarness.Sized(first, 3_000));
            }
        }

        await harness.SettleAsync();

        Assert.Equal("abcdefghij", Firsts());
        Assert.Equal(0, _owner.Farewells);
        Assert.Equal(0, harness.Meters.Dropped);
        Assert.True(_sink.WriteCount <= 4, $"{_sink.WriteCount} writes.");
    }

    [Fact]
    public async Task Post_LargestBound_DoesNotOverflow()
    {
        using var harness = new DeliveryHarness(options => options.QueueBytes = int.MaxValue);
        Outbox outbox = harness.Open(_sink, _owner);
        await PostAsync(harness, outbox, DeliveryHarness.Sized('a', 100_000), DeliveryHarness.Sized('b', 100_000));
        await FinishAllAsync(harness);

        Assert.Equal("ab", Firsts());
        Assert.Equal(0, _owner.Farewells);
    }

    private static DeliveryHarness Harness(SlowConsumerPolicy policy) => new(options =>
    {
        options.QueueBytes = Bound;
        options.SlowConsumer = policy;
    });

    private static async Task PostAsync(DeliveryHarness harness, Outbox outbox, params OutboundMessage[] messages)
    {
        foreach (OutboundMessage message in messages)
        {
            outbox.Post(message);
            await harness.SettleAsync();
        }
    }

    private async Task FinishAllAsync(DeliveryHarness harness)
    {
        int finished;
        do
        {
            finished = _sink.WriteCount;
            await _sink.FinishAsync();
            await harness.SettleAsync();
        }
        while (_sink.WriteCount > finished);
    }

    private string Firsts() => string.Concat(_sink.Frames.Select(frame => frame[0]));
}
