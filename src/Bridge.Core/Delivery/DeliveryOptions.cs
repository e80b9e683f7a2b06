// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>How messages leave this node.</summary>
public sealed class DeliveryOptions
{
    /// <summary>
    /// The bytes that may wait for one connection, beyond what the system's socket buffer takes. Over it
    /// <see cref="SlowConsumer"/> applies. Default: 1 MiB.
    /// </summary>
    public int QueueBytes { get; set; } = 1024 * 1024;

    /// <summary>What happens over <see cref="QueueBytes"/>. Default: <see cref="SlowConsumerPolicy.Disconnect"/>.</summary>
    public SlowConsumerPolicy SlowConsumer { get; set; }

    /// <summary>How long one write may take before the connection is given up. Default: 10 seconds.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether WebSocket connections over plain HTTP/1.1 are written to their socket directly, past the server's output
    /// pipe: about half the CPU for a delivery. TLS and HTTP/2 connections always go through the server. Default: true.
    /// </summary>
    public bool DirectSocket { get; set; } = true;

    /// <summary>
    /// The number of delivery loops; a connection belongs to one of them. 0: one for every two processors, which leaves the
    /// other half to receiving and to the hubs, and joins more messages in each write. Default: 0.
    /// </summary>
    public int Shards { get; set; }
}
