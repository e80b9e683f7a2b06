// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Scenarios;

/// <summary>What one run does.</summary>
internal sealed record Scenario
{
    public int Connections { get; init; } = 100;

    public int Channels { get; init; } = 1;

    /// <summary>Characters of a message's payload.</summary>
    public int Payload { get; init; } = 100;

    /// <summary>Every subscriber is a channel of its own and publishes on it, in turn; the server sends it back.</summary>
    public bool IsEcho { get; init; }

    /// <summary>Messages in flight when there is no <see cref="Rate"/>.</summary>
    public int Window { get; init; } = 4;

    /// <summary>Messages a second; 0 publishes as fast as <see cref="Window"/> allows.</summary>
    public double Rate { get; init; }

    /// <summary>Subscribers beyond <see cref="Connections"/>, on the first channel, that never read.</summary>
    public int Stalled { get; init; }

    /// <summary>Holds the subscribed connections that long and publishes nothing.</summary>
    public TimeSpan? Idle { get; init; }

    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Connections that may be on their way to being subscribed at the same time.</summary>
    public int SetupWindow { get; init; } = 64;

    /// <summary>Deliveries that one message must bring.</summary>
    public int Fan => Connections / Channels;

    public void Validate()
    {
        if (Connections < 1 || Channels < 1 || Connections % Channels != 0)
        {
            throw new LoadTestException("The number of connections must be a multiple of the number of channels.");
        }

        if (Payload < Measurement.Stamp.Length || Payload > 60_000)
        {
            throw new LoadTestException($"The payload must have {Measurement.Stamp.Length} to 60000 characters.");
        }

        if (Window < 1 || Rate < 0 || Stalled < 0 || SetupWindow < 1)
        {
            throw new LoadTestException("Windows must be at least 1, the rate and the stalled subscribers at least 0.");
        }
    }
}
