// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Tests.Scenarios;

public sealed class PacerTests
{
    private readonly RecordingPublisher _publisher = new();

    [Fact]
    public void ClosedLoop_NothingDelivered_PublishesTheWindowOnce()
    {
        var pacer = new ClosedLoop(window: 3, fan: 10);

        pacer.Step(1, _publisher);
        pacer.Step(2, _publisher);

        Assert.Equal([1, 1, 1], _publisher.Times);
    }

    [Fact]
    public void ClosedLoop_PartOfAMessageDelivered_WaitsForTheRest()
    {
        var pacer = new ClosedLoop(window: 1, fan: 10);
        pacer.Step(1, _publisher);

        _publisher.Delivered = 9;
        pacer.Step(2, _publisher);
        Assert.Single(_publisher.Times);

        _publisher.Delivered = 10;
        pacer.Step(3, _publisher);
        Assert.Equal([1, 3], _publisher.Times);
    }

    [Fact]
    public void ClosedLoop_NoProgressForTwoSeconds_GoesOnWithoutTheLostDeliveries()
    {
        var pacer = new ClosedLoop(window: 2, fan: 10);
        pacer.Step(0, _publisher);
        _publisher.Delivered = 5;
        pacer.Step(1, _publisher);

        pacer.Step(2 * Clock.Second + 2, _publisher);
        Assert.Equal(4, _publisher.Published);

        pacer.Step(3 * Clock.Second, _publisher);
        Assert.Equal(4, _publisher.Published);
    }

    [Fact]
    public void OpenLoop_AnyRate_PublishesWhenDueAndSaysHowLongToWait()
    {
        var pacer = new OpenLoop(rate: 100);

        Assert.Equal(Clock.Second / 100, pacer.Step(1000, _publisher));
        Assert.Equal(1, pacer.Step(1000 + Clock.Second / 100 - 1, _publisher));
        Assert.Equal([1000], _publisher.Times);
    }

    [Fact]
    public void OpenLoop_GeneratorIsLate_CountsFromTheDueTimes()
    {
        var pacer = new OpenLoop(rate: 10);
        pacer.Step(0, _publisher);

        pacer.Step(Clock.Second * 35 / 100, _publisher);

        Assert.Equal([0, Clock.Second / 10, Clock.Second * 2 / 10, Clock.Second * 3 / 10], _publisher.Times);
    }

    private sealed class RecordingPublisher : IPublisher
    {
        public List<long> Times { get; } = [];

        public long Published => Times.Count;

        public long Delivered { get; set; }

        public void Publish(long nanoseconds) => Times.Add(nanoseconds);
    }
}
