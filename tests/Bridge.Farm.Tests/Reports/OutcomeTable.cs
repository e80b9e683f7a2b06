// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text;

namespace Bridge.Farm.Tests.Reports;

/// <summary>The outcomes of a run for people.</summary>
internal sealed class OutcomeTable
{
    private readonly List<Outcome> _messages = [];
    private readonly List<PresenceOutcome> _presence = [];
    private readonly List<DrainOutcome> _drains = [];

    public void Add(Outcome outcome) => _messages.Add(outcome);

    public void Add(PresenceOutcome outcome) => _presence.Add(outcome);

    public void Add(DrainOutcome outcome) => _drains.Add(outcome);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("\n| messages | sent | delivered | lost | doubled | out of order | all hear all again after |\n|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (Outcome o in _messages)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {o.Scenario} | {o.Sent} | {o.Delivered} | {o.Lost} | {o.Doubled} | {o.Disordered} | {Seconds(o.Recovery)} |\n");
        }

        text.Append("\n| presence and counts | right on every node after | clients told after | webhooks sent after |\n|---|---:|---:|---:|\n");
        foreach (PresenceOutcome o in _presence)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {o.Scenario} | {Seconds(o.Known)} | {Seconds(o.Seen)} | {Seconds(o.Told)} |\n");
        }

        text.Append("\n| drain of a node | sent away within | ended after |\n|---|---:|---:|\n");
        foreach (DrainOutcome o in _drains)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {o.Clients} clients | {Seconds(o.Spread)} | {Seconds(o.Total)} |\n");
        }

        return text.ToString();
    }

    private static string Seconds(TimeSpan? time) => time is { } known ? known.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) + " s" : "";
}
