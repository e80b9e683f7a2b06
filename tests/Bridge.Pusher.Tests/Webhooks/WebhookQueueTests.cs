// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Pusher.Webhooks;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Pusher.Tests.Webhooks;

public sealed class WebhookQueueTests
{
    private static readonly int Size = Event("a", 0).Size;

    [Fact]
    public void TakeRequest_SeveralChannels_TakesTurns()
    {
        WebhookQueue queue = QueueOf(("a", 1), ("a", 2), ("b", 3));

        WebhookRequest first = queue.TakeRequest(1)!;
        WebhookRequest second = queue.TakeRequest(1)!;

        Assert.Equal(1, NumberIn(first));
        Assert.Equal(3, NumberIn(second));
        Assert.Null(queue.TakeRequest(1));
        queue.Complete(first);
        Assert.Equal(2, NumberIn(queue.TakeRequest(1)!));
    }

    [Fact]
    public void TakeRequest_RoomForMore_HoldsSeveralChannelsInOrder()
    {
        WebhookQueue queue = QueueOf(("a", 1), ("b", 2), ("a", 3), ("c", 4));

        WebhookRequest request = queue.TakeRequest(3)!;

        Assert.Equal([1, 3, 2], Numbers(request));
        Assert.Equal([4], Numbers(queue.TakeRequest(3)!));
    }

    [Fact]
    public void TakeExcess_MoreBytesThanThereMayBe_TakesTheOldestThatIsInNoRequest()
    {
        var queue = new WebhookQueue(3 * Size);
        queue.Add(Event("a", 1));
        WebhookRequest underWay = queue.TakeRequest(1)!;
        queue.Add(Event("a", 2));
        queue.Add(Event("b", 3));
        Assert.Null(queue.TakeExcess());

        queue.Add(Event("b", 4));

        Assert.Equal(2, NumberOf(queue.TakeExcess()!));
        Assert.Null(queue.TakeExcess());
        Assert.Equal(1, NumberIn(underWay));
        Assert.Equal(3 * Size, queue.Bytes);
    }

    [Fact]
    public void AnyProgram_KeepsTheOrderOfChannelsAndForgetsNothing()
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(300);
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Run).Check(config);
    }

    // Bits: 2 what to do, 2 channel, 2 size of a request or which one is done.
    private static void Run(byte[] program)
    {
        var queue = new WebhookQueue(20 * Size);
        List<WebhookRequest> underWay = [];
        Dictionary<string, List<int>> left = new() { ["0"] = [], ["1"] = [], ["2"] = [], ["3"] = [] };
        int added = 0;
        int gone = 0;
        foreach (byte step in program)
        {
            int argument = (step >> 4) & 3;
            switch (step & 3)
            {
                case 0 or 1:
                    queue.Add(Event($"{(step >> 2) & 3}", ++added));
                    while (queue.TakeExcess() is { } dropped)
                    {
                        left[dropped.Channel].Add(NumberOf(dropped));
                        gone++;
                    }

                    break;
                case 2 when queue.TakeRequest(argument + 1) is { } request:
                    Assert.Empty(request.Channels.Intersect(underWay.SelectMany(other => other.Channels)));
                    underWay.Add(request);
                    foreach (WebhookEvent taken in request.Events)
                    {
                        left[taken.Channel].Add(NumberOf(taken));
                        gone++;
                    }

                    break;
                case 3 when underWay.Count > 0:
                    queue.Complete(underWay[argument % underWay.Count]);
                    underWay.RemoveAt(argument % underWay.Count);
                    break;
            }

            Assert.Equal(added - gone, queue.Count);
            Assert.Equal((queue.Count + underWay.Sum(request => request.Events.Count)) * Size, queue.Bytes);
        }

        underWay.ForEach(queue.Complete);
        while (queue.TakeRequest(2) is { } request)
        {
            request.Events.ToList().ForEach(taken => left[taken.Channel].Add(NumberOf(taken)));
            queue.Complete(request);
        }

        Assert.Equal((0, 0), (queue.Count, queue.Bytes));
        Assert.Equal(added, left.Values.Sum(numbers => numbers.Count));
        Assert.All(left.Values, numbers => Assert.Equal(numbers.Order(), numbers));
    }

    private static WebhookQueue QueueOf(params (string Channel, int Number)[] events)
    {
        var queue = new WebhookQueue(int.MaxValue);
        foreach ((string channel, int number) in events)
        {
            queue.Add(Event(channel, number));
        }

        return queue;
    }

    private static WebhookEvent Event(string channel, int number) => new(
        channel, new ChannelActivity(ChannelActivityKind.SubscriptionCount, channel) { SubscriptionCount = number }, default, 0);

    private static int NumberOf(WebhookEvent item) => item.Activity.SubscriptionCount;

    private static int NumberIn(WebhookRequest request) => Assert.Single(Numbers(request));

    private static IEnumerable<int> Numbers(WebhookRequest request) => request.Events.Select(NumberOf);
}
