// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;

namespace Bridge.SockJS.Sessions;

/// <summary>What is counted of all services.</summary>
internal sealed class SockJSMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Bridge.SockJS";

    private const string LimitTag = "bridge.sockjs.limit";

    private readonly Counter<long> _refused;

    public SockJSMetrics(IMeterFactory meterFactory)
    {
        Meter meter = meterFactory.Create(MeterName);
        Active = meter.CreateUpDownCounter<long>("bridge.sockjs.sessions.active", "{session}", "Sessions that are open.");
        Opened = meter.CreateCounter<long>("bridge.sockjs.sessions.opened", "{session}", "Sessions that were opened.");
        Duration = meter.CreateHistogram<double>("bridge.sockjs.sessions.duration", "s", "How long sessions were open, by why they ended.");
        Received = meter.CreateCounter<long>("bridge.sockjs.messages.received", "{message}", "Messages of clients.");
        Sent = meter.CreateCounter<long>("bridge.sockjs.messages.sent", "{message}", "Messages that clients took.");
        BytesReceived = meter.CreateCounter<long>("bridge.sockjs.bytes.received", "By", "Bytes of the messages of clients.");
        BytesSent = meter.CreateCounter<long>("bridge.sockjs.bytes.sent", "By", "Bytes of the messages that clients took.");
        SlowConsumers = meter.CreateCounter<long>(
            "bridge.sockjs.slow_consumers", "{event}", "Times that as much waited for a client as may.");
        _refused = meter.CreateCounter<long>("bridge.sockjs.requests.refused", "{request}", "Requests that a limit refused.");
    }

    public UpDownCounter<long> Active { get; }

    public Counter<long> Opened { get; }

    public Histogram<double> Duration { get; }

    public Counter<long> Received { get; }

    public Counter<long> Sent { get; }

    public Counter<long> BytesReceived { get; }

    public Counter<long> BytesSent { get; }

    public Counter<long> SlowConsumers { get; }

    /// <summary>Counts a request that was refused.</summary>
    /// <param name="limit">The name of the limit.</param>
    public void Refuse(string limit) => _refused.Add(1, KeyValuePair.Create<string, object?>(LimitTag, limit));
}
