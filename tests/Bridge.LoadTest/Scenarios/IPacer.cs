// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Scenarios;

/// <summary>Decides when the next message is published.</summary>
internal interface IPacer
{
    /// <summary>Publishes what is to be published now; returns how many nanoseconds the loop may wait for the network.</summary>
    long Step(long now, IPublisher publisher);
}
