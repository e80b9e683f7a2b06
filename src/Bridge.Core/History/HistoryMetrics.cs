// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;

namespace Bridge.Core.History;

/// <summary>The counters of channels with a history.</summary>
internal sealed class HistoryMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Bridge.History";

    private readonly Counter<long> _recovered;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _resumed;
    private readonly Counter<long> _notResumed;

    public HistoryMetrics(IMeterFactory meterFactory)
    {
        Meter meter = meterFactory.Create(MeterName);
        _recovered = meter.CreateCounter<long>(
            "bridge.history.recovered", "{message}", "Messages that this node had missed and took from the history.");
        _lost = meter.CreateCounter<long>(
            "bridge.history.lost", "{message}", "Messages that this node had missed and the history no longer held.");
        _resumed = meter.CreateCounter<long>("bridge.history.resumed", "{subscription}", "Subscriptions that went on where the client had stopped.");
        _notResumed = meter.CreateCounter<long>(
            "bridge.history.not_resumed", "{subscription}", "Subscriptions that should have gone on and could not.");
    }

    public void Recovered(int messages) => _recovered.Add(messages);

    public void Lost(long messages) => _lost.Add(messages);

    public void Resumed(bool isRecovered) => (isRecovered ? _resumed : _notResumed).Add(1);
}
