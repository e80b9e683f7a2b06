// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;

namespace Bridge.Pusher.Webhooks;

/// <summary>The counters of webhooks, by app.</summary>
internal sealed class WebhookMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Bridge.Webhooks";

    private readonly Counter<long> _delivered;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _retried;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _lost;
    private readonly UpDownCounter<long> _queueBytes;
    private readonly Histogram<double> _duration;

    public WebhookMetrics(IMeterFactory meterFactory)
    {
        Meter meter = meterFactory.Create(MeterName);
        _delivered = meter.CreateCounter<long>("bridge.webhooks.events_delivered", "{event}", "Events that a receiver has taken.");
        _failed = meter.CreateCounter<long>("bridge.webhooks.attempts_failed", "{request}", "Requests that were not answered with 2xx in time.");
        _retried = meter.CreateCounter<long>("bridge.webhooks.retries", "{request}", "Requests that were sent again.");
        _dropped = meter.CreateCounter<long>("bridge.webhooks.events_dropped", "{event}", "Events taken out of a full queue; dead letters as well.");
        _dead = meter.CreateCounter<long>("bridge.webhooks.events_dead", "{event}", "Events that became dead letters.");
        _lost = meter.CreateCounter<long>("bridge.webhooks.events_lost", "{event}", "Events of dead letters that could not be kept.");
        _queueBytes = meter.CreateUpDownCounter<long>("bridge.webhooks.queue_bytes", "By", "Bytes of events that wait or are under way.");
        _duration = meter.CreateHistogram<double>("bridge.webhooks.delivery_duration", "s", "From what happened to the receiver's answer.");
    }

    public void Delivered(string app, TimeSpan duration)
    {
        _delivered.Add(1, Tag(app));
        _duration.Record(duration.TotalSeconds, Tag(app));
    }

    public void AttemptFailed(string app) => _failed.Add(1, Tag(app));

    public void Retried(string app) => _retried.Add(1, Tag(app));

    public void Dropped(string app) => _dropped.Add(1, Tag(app));

    public void Dead(string app, int events) => _dead.Add(events, Tag(app));

    public void Lost(string app, int events) => _lost.Add(events, Tag(app));

    public void QueueChanged(string app, int bytes) => _queueBytes.Add(bytes, Tag(app));

    private static KeyValuePair<string, object?> Tag(string app) => new("app", app);
}
