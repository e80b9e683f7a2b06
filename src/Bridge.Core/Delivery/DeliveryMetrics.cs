// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;

namespace Bridge.Core.Delivery;

/// <summary>The counters of the delivery engine.</summary>
internal sealed class DeliveryMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Bridge.Delivery";

    private readonly Counter<long> _dropped;
    private readonly Counter<long> _disconnected;
    private readonly Counter<long> _timedOut;
    private readonly Counter<long> _direct;

    public DeliveryMetrics(IMeterFactory meterFactory)
    {
        Meter meter = meterFactory.Create(MeterName);
        _dropped = meter.CreateCounter<long>(
            "bridge.delivery.messages_dropped", "{message}", "Messages dropped because a connection's queue was full.");
        _disconnected = meter.CreateCounter<long>(
            "bridge.delivery.slow_disconnects", "{connection}", "Connections closed because their queue was full.");
        _timedOut = meter.CreateCounter<long>(
            "bridge.delivery.send_timeouts", "{connection}", "Connections given up because a write took too long.");
        _direct = meter.CreateCounter<long>(
            "bridge.delivery.direct_sockets", "{connection}", "Connections that are written to their socket directly.");
    }

    public void MessageDropped() => _dropped.Add(1);

    public void SlowConsumerDisconnected() => _disconnected.Add(1);

    public void SendTimedOut() => _timedOut.Add(1);

    public void SinkChanged() => _direct.Add(1);
}
