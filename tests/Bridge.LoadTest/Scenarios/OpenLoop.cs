// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Scenarios;

/// <summary>
/// Publishes at a fixed rate whatever the server does. A message's latency counts from the moment it was due, so a server
/// that makes the generator wait can't hide the wait.
/// </summary>
internal sealed class OpenLoop(double rate) : IPacer
{
    private long? _start;
    private long _count;

    public long Step(long now, IPublisher publisher)
    {
        var start = _start ??= now;
        long due;
        while ((due = start + (long)(_count * Clock.Second / rate)) <= now)
        {
            publisher.Publish(due);
            _count++;
        }

        return due - now;
    }
}
