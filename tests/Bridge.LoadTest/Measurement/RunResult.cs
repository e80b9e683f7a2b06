// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.LoadTest.Measurement;

/// <summary>What one run measured. Figures that the run could not see (no process id, no probe) are null.</summary>
internal sealed record RunResult
{
    public required int Connections { get; init; }

    public double ConnectionsPerSecond { get; init; }

    public double Seconds { get; init; }

    public long Published { get; init; }

    public long Delivered { get; init; }

    public double DeliveriesPerSecond { get; init; }

    /// <summary>Wall time for one message, from the publisher's side.</summary>
    public double? MicrosecondsPerMessage { get; init; }

    /// <summary>How many messages a frame held, on average.</summary>
    public double? MessagesPerFrame { get; init; }

    public double? CpuSecondsPerMillion { get; init; }

    public double? ServerCores { get; init; }

    public double GeneratorCores { get; init; }

    public double? AllocatedBytesPerDelivery { get; init; }

    public double P50Microseconds { get; init; }

    public double P99Microseconds { get; init; }

    public double MaxMicroseconds { get; init; }

    /// <summary>Deliveries that the receivers never got.</summary>
    public long Lost { get; init; }

    public int Disconnects { get; init; }

    /// <summary>Growth of the server's resident memory from before the first connection.</summary>
    public double? KilobytesPerConnection { get; init; }

    public bool IsClean => Lost == 0 && Disconnects == 0;
}
