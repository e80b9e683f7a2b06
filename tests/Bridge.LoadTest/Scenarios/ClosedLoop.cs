// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Scenarios;

/// <summary>Keeps a number of messages in flight: the server is always busy and never overrun.</summary>
internal sealed class ClosedLoop(int window, int fan) : IPacer
{
    private const long MaxWait = Clock.Second / 50;
    private const long StallTimeout = 2 * Clock.Second;

    private long _abandoned;
    private long _lastDelivered = -1;
    private long _lastProgress;

    public long Step(long now, IPublisher publisher)
    {
        if (publisher.Delivered != _lastDelivered)
        {
            _lastDelivered = publisher.Delivered;
            _lastProgress = now;
        }

        if (IsFull(publisher) && now - _lastProgress > StallTimeout)
        {
            // Deliveries were lost. Go on without them; the result still counts them.
            _abandoned = publisher.Published * fan - publisher.Delivered;
            _lastProgress = now;
        }

        while (!IsFull(publisher))
        {
            publisher.Publish(now);
        }

        return MaxWait;
    }

    private bool IsFull(IPublisher publisher) =>
        publisher.Published * fan - publisher.Delivered - _abandoned > (window - 1) * (long)fan;
}
