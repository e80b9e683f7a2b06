// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Scenarios;

/// <summary>What an <see cref="IPacer"/> sees of the load.</summary>
internal interface IPublisher
{
    long Published { get; }

    long Delivered { get; }

    /// <summary>Publishes a message whose latency counts from that time.</summary>
    void Publish(long nanoseconds);
}
