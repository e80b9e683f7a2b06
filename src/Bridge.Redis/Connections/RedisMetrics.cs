// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;

namespace Bridge.Redis.Connections;

/// <summary>The counters of the farm.</summary>
internal sealed class RedisMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Bridge.Redis";

    private readonly Counter<long> _connected;
    private readonly Counter<long> _published;
    private readonly Counter<long> _publishFailures;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _received;
    private readonly Counter<long> _echoes;
    private readonly Counter<long> _malformed;
    private readonly Counter<long> _handlerFailures;
    private readonly Counter<long> _resubscriptions;
    private readonly Counter<long> _probeResets;
    private readonly UpDownCounter<long> _subscriptions;
    private readonly UpDownCounter<long> _buffered;

    public RedisMetrics(IMeterFactory meterFactory)
    {
        Meter meter = meterFactory.Create(MeterName);
        _connected = meter.CreateCounter<long>("bridge.redis.connections", "{connection}", "Connections made to Redis, reconnections included.");
        _published = meter.CreateCounter<long>("bridge.redis.published", "{message}", "Messages handed to Redis.");
        _publishFailures = meter.CreateCounter<long>("bridge.redis.publish_failures", "{message}", "Messages that Redis refused.");
        _dropped = meter.CreateCounter<long>(
            "bridge.redis.buffer_dropped", "{message}", "Messages dropped because they waited too long, or too many waited, for Redis, or because the connection broke before Redis answered.");
        _received = meter.CreateCounter<long>("bridge.redis.received", "{message}", "Messages received from other nodes.");
        _echoes = meter.CreateCounter<long>("bridge.redis.echoes", "{message}", "This node's own messages that came back and were dropped.");
        _malformed = meter.CreateCounter<long>("bridge.redis.malformed", "{message}", "Messages that were not understood and dropped.");
        _handlerFailures = meter.CreateCounter<long>("bridge.redis.delivery_failures", "{message}", "Messages whose delivery on this node failed.");
        _resubscriptions = meter.CreateCounter<long>(
            "bridge.redis.resubscriptions", "{subscription}", "Redis channels that this node hears again after an interruption.");
        _probeResets = meter.CreateCounter<long>(
            "bridge.redis.probe_resets", "{connection}", "Connections given up because what was published did not come back on them.");
        _subscriptions = meter.CreateUpDownCounter<long>("bridge.redis.subscriptions", "{subscription}", "Redis channels this node is subscribed to.");
        _buffered = meter.CreateUpDownCounter<long>("bridge.redis.buffered_bytes", "By", "Bytes of commands that wait for Redis.");
    }

    public void Connected() => _connected.Add(1);

    public void Published() => _published.Add(1);

    public void PublishFailed() => _publishFailures.Add(1);

    public void Dropped(int messages) => _dropped.Add(messages);

    public void Received() => _received.Add(1);

    public void EchoDropped() => _echoes.Add(1);

    public void Malformed() => _malformed.Add(1);

    public void DeliveryFailed() => _handlerFailures.Add(1);

    public void Resubscribed() => _resubscriptions.Add(1);

    public void ProbeReset() => _probeResets.Add(1);

    public void SubscriptionsChanged(int difference) => _subscriptions.Add(difference);

    public void BufferChanged(int bytes) => _buffered.Add(bytes);
}
