// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Tests.Delivery;

public sealed class FrameQueueTests
{
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.7)]
    [InlineData(3, 0.9)]
    public void Operations_Random_AgreeWithAList(int seed, double enqueueShare)
    {
        var random = new Random(seed);
        var queue = default(FrameQueue);
        List<OutboundMessage> model = [];

        for (int step = 0; step < 20_000; step++)
        {
            // Times of filling and of emptying, so that the ring grows, wraps around and is given up.
            double share = step / 500 % 2 == 0 ? enqueueShare : 1 - enqueueShare;
            if (random.NextDouble() < share)
            {
                OutboundMessage message = DeliveryHarness.Text($"{step}", isControl: random.Next(3) == 0);
                queue.Enqueue(message);
                model.Add(message);
            }
            else if (random.Next(4) == 0)
            {
                OutboundMessage? expected = model.Find(message => !message.IsControl);
                Assert.Equal(expected is not null, queue.TryRemoveOldestDroppable(out OutboundMessage? dropped));
                Assert.Same(expected, dropped);
                model.Remove(expected!);
            }
            else if (model.Count > 0)
            {
                Assert.Same(model[0], queue.Peek());
                Assert.Same(model[0], queue.Dequeue());
                model.RemoveAt(0);
            }
            else if (random.Next(50) == 0)
            {
                queue.Clear();
            }

            Assert.Equal(model.Count, queue.Count);
        }

        Assert.All(model, message => Assert.Same(message, queue.Dequeue()));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Clear_FilledQueue_StartsAnew()
    {
        var queue = default(FrameQueue);
        for (int i = 0; i < 20; i++)
        {
            queue.Enqueue(DeliveryHarness.Text("old"));
        }

        queue.Clear();
        OutboundMessage first = DeliveryHarness.Text("first");
        OutboundMessage second = DeliveryHarness.Text("second");
        queue.Enqueue(first);
        queue.Enqueue(second);

        Assert.Same(first, queue.Dequeue());
        Assert.Same(second, queue.Dequeue());
        Assert.False(queue.TryRemoveOldestDroppable(out _));
    }
}
