// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Measurement;

/// <summary>Counts the deliveries of all subscribers, and times them while a measurement runs.</summary>
internal sealed class DeliveryCounter
{
    public long Delivered { get; private set; }

    /// <summary>The frames that held them.</summary>
    public long Frames { get; private set; }

    public LatencyHistogram Latency { get; } = new();

    public bool IsMeasuring { get; set; }

    /// <summary>Counts the stamps in a message, which may hold several.</summary>
    public int Count(ReadOnlySpan<byte> message)
    {
        var count = 0;
        long now = 0;
        while (Stamp.TryReadNext(ref message, out var sent))
        {
            count++;
            if (IsMeasuring)
            {
                now = now == 0 ? Clock.Now : now;
                Latency.Add(now - sent);
            }
        }

        Delivered += count;
        Frames += count > 0 ? 1 : 0;
        return count;
    }
}
