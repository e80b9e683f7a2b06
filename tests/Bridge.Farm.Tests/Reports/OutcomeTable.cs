// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text;

namespace Bridge.Farm.Tests.Reports;

/// <summary>The outcomes of a run for people.</summary>
internal sealed class OutcomeTable
{
    private readonly List<Outcome> _outcomes = [];

    public void Add(Outcome outcome) => _outcomes.Add(outcome);

    public override string ToString()
    {
        var text = new StringBuilder("\n| scenario | sent | delivered | lost | doubled | out of order | all hear all again after |\n|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (Outcome o in _outcomes)
        {
            string recovery = o.Recovery is { } time ? $"{time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s" : "";
            text.Append(CultureInfo.InvariantCulture, $"| {o.Scenario} | {o.Sent} | {o.Delivered} | {o.Lost} | {o.Doubled} | {o.Disordered} | {recovery} |\n");
        }

        return text.ToString();
    }
}
