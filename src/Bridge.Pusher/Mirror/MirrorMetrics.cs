// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;

namespace Bridge.Pusher.Mirror;

/// <summary>The counters of mirrors, by app.</summary>
internal sealed class MirrorMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Bridge.Mirror";

    private readonly Counter<long> _forwarded;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _received;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _ignored;
    private readonly UpDownCounter<long> _queueBytes;

    public MirrorMetrics(IMeterFactory meterFactory)
    {
        Meter meter = meterFactory.Create(MeterName);
        _forwarded = meter.CreateCounter<long>("bridge.mirror.events_forwarded", "{event}", "Events that the other service has taken.");
        _failed = meter.CreateCounter<long>("bridge.mirror.attempts_failed", "{request}", "Requests that the other service did not take.");
        _dead = meter.CreateCounter<long>("bridge.mirror.events_dead", "{event}", "Events that were refused, got too old, or were left when the server stopped.");
        _dropped = meter.CreateCounter<long>("bridge.mirror.events_dropped", "{event}", "Events taken out of a full queue.");
        _received = meter.CreateCounter<long>("bridge.mirror.events_received", "{event}", "Client events of the other service that were published here.");
        _duplicates = meter.CreateCounter<long>("bridge.mirror.webhooks_duplicate", "{request}", "Webhook requests that had come before.");
        _ignored = meter.CreateCounter<long>("bridge.mirror.events_ignored", "{event}", "Client events of the other service that break the app's rules here.");
        _queueBytes = meter.CreateUpDownCounter<long>("bridge.mirror.queue_bytes", "By", "Bytes of events that wait or are under way.");
    }

    public void Forwarded(string app, int events) => _forwarded.Add(events, Tag(app));

    public void AttemptFailed(string app) => _failed.Add(1, Tag(app));

    public void Dead(string app, int events) => _dead.Add(events, Tag(app));

    public void Dropped(string app) => _dropped.Add(1, Tag(app));

    public void Received(string app) => _received.Add(1, Tag(app));

    public void Duplicate(string app) => _duplicates.Add(1, Tag(app));

    public void Ignored(string app) => _ignored.Add(1, Tag(app));

    public void QueueChanged(string app, int bytes) => _queueBytes.Add(bytes, Tag(app));

    private static KeyValuePair<string, object?> Tag(string app) => new("app", app);
}
