// Licensed under the MIT License. See LICENSE in the repository root.

using Reading = Bridge.Core.Tests.History.HistoryReaderHarness.Reading;

namespace Bridge.Core.Tests.History;

/// <summary>Messages of one channel reach a node's members once and in the order of their numbers, whatever way they come.</summary>
public sealed class HistoryReaderTests
{
    [Fact]
    public async Task Receive_InLine_IsDeliveredAndDoublesAreNot()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Receive(6);
        harness.Append(7);
        harness.Receive(7);
        harness.Receive(6);
        harness.Receive(8);
        Assert.Equal(["e1:6", "own7", "e1:8"], await harness.DeliveredAsync(3));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Receive_BehindAGap_ReadsWhatIsMissingAndThenGoesOn()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Receive(8);
        Reading reading = await harness.NextReadingAsync();
        Assert.Equal(5, reading.After!.Value.Offset);
        harness.Receive(9);
        harness.Receive(10);
        reading.Answer(9, 6, 7, 8, 9);
        Assert.Equal(["e1:6", "e1:7", "e1:8", "e1:9", "e1:10"], await harness.DeliveredAsync(5));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Receive_WhatIsMissingIsGone_GoesOnWithTheRest()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Receive(12);
        (await harness.NextReadingAsync()).Answer(12, 11, 12);
        Assert.Equal(["e1:11", "e1:12"], await harness.DeliveredAsync(2));
        harness.Receive(13);
        Assert.Equal(["e1:13"], await harness.DeliveredAsync(1));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Receive_AnotherEpoch_ReadsTheNewHistoryFromItsBeginning()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Receive(2, "e2");
        Reading first = await harness.NextReadingAsync();
        Assert.Equal("e1", first.After!.Value.Epoch);
        first.Answer(2, "e2");
        Reading second = await harness.NextReadingAsync();
        Assert.Equal(("e2", 0L), (second.After!.Value.Epoch, second.After.Value.Offset));
        second.Answer(2, "e2", 1, 2);
        Assert.Equal(["e2:1", "e2:2"], await harness.DeliveredAsync(2));
        harness.Receive(3, "e2");
        Assert.Equal(["e2:3"], await harness.DeliveredAsync(1));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Receive_BeforeThePositionIsKnown_IsDelivered()
    {
        using var harness = new HistoryReaderHarness();
        harness.Receive(6);
        Reading beginning = await harness.NextReadingAsync();
        Assert.Null(beginning.After);
        harness.Receive(7);
        beginning.Answer(7);
        Assert.Equal(["e1:6", "e1:7"], await harness.DeliveredAsync(2));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Append_AheadOfOtherNodes_WaitsForThemWithoutReading()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Append(7);
        harness.AssertNothingMore();
        harness.Receive(6);
        Assert.Equal(["e1:6", "own7"], await harness.DeliveredAsync(2));
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Append_AheadOfWhatNeverComes_ReadsItAfterAWhile()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Append(7);
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        (await harness.NextReadingAsync()).Answer(7, 6, 7);
        Assert.Equal(["e1:6", "e1:7"], await harness.DeliveredAsync(2));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Check_WhileAReadingIsUnderWay_ReadsOnceMore()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Reader.Check();
        Reading first = await harness.NextReadingAsync();
        harness.Reader.Check();
        first.Answer(6, 6);
        Reading second = await harness.NextReadingAsync();
        Assert.Equal(6, second.After!.Value.Offset);
        second.Answer(7, 7);
        Assert.Equal(["e1:6", "e1:7"], await harness.DeliveredAsync(2));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Check_WhileTheHistoryIsOutOfReach_IsTriedUntilItIsBack()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Reader.Check();
        for (int attempt = 1; attempt <= 7; attempt++)
        {
            await (await harness.NextReadingAsync()).FailAsync();
            harness.Time.Advance(TimeSpan.FromSeconds(5));
        }

        (await harness.NextReadingAsync()).Answer(6, 6);
        Assert.Equal(["e1:6"], await harness.DeliveredAsync(1));
        harness.Time.Advance(TimeSpan.FromMinutes(1));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Unreadable_UntilTheHistoryIsBack_DeliversNothingTwiceAndNothingTooEarly()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Receive(7);
        await (await harness.NextReadingAsync()).FailAsync();
        harness.Receive(8);
        harness.AssertNothingMore();
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        (await harness.NextReadingAsync()).Answer(8, 6, 7, 8);
        Assert.Equal(["e1:6", "e1:7", "e1:8"], await harness.DeliveredAsync(3));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Unreadable_ForTooLong_GoesOnWithoutWhatIsMissing()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Receive(8);
        harness.Receive(10);
        for (int attempt = 1; attempt <= 5; attempt++)
        {
            harness.AssertNothingDelivered();
            await (await harness.NextReadingAsync()).FailAsync();
            harness.Time.Advance(TimeSpan.FromSeconds(attempt));
        }

        Assert.Equal(["e1:8", "e1:10"], await harness.DeliveredAsync(2));
        harness.Receive(11);
        Assert.Equal(["e1:11"], await harness.DeliveredAsync(1));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Unreadable_MoreWaitsThanTheHistoryHolds_GoesOnWithoutWhatIsMissing()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5, size: 2);
        harness.Receive(7);
        await (await harness.NextReadingAsync()).FailAsync();
        harness.Receive(8);
        harness.Receive(9);
        await (await harness.NextReadingAsync()).FailAsync();
        Assert.Equal(["e1:7", "e1:8", "e1:9"], await harness.DeliveredAsync(3));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Defer_ComesBackWithItsNumber_IsNotDeliveredAgain()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Defer(1);
        harness.Defer(2);
        harness.Receive(6, ownNumber: 1);
        harness.Receive(7);
        harness.Receive(9);
        (await harness.NextReadingAsync()).AnswerOwn(9, (8, 2), (9, 0));
        Assert.Equal(["e1:7", "e1:9"], await harness.DeliveredAsync(2));

        // Of this node too, but not put off.
        harness.Receive(10, ownNumber: 3);
        Assert.Equal(["e1:10"], await harness.DeliveredAsync(1));
        harness.AssertNothingMore();
    }

    [Fact]
    public async Task Defer_WhatHasComeBackAlready_IsNotDeliveredAgain()
    {
        using HistoryReaderHarness harness = await HistoryReaderHarness.BeginAsync(5);
        harness.Receive(6, ownNumber: 1);
        harness.Receive(7, ownNumber: 2);
        harness.Defer(1);
        harness.Defer(2);
        harness.Defer(3);
        Assert.Equal(["e1:6", "e1:7"], await harness.DeliveredAsync(2));
        harness.Receive(8, ownNumber: 3);
        harness.Receive(9);
        Assert.Equal(["e1:9"], await harness.DeliveredAsync(1));
        harness.AssertNothingMore();
    }
}
