// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>What was reported of one channel. Behind the truth by the departures that wait for their grace to end.</summary>
internal sealed class ReportedActivity
{
    /// <summary>Whether the channel was reported as occupied and not yet as vacated.</summary>
    public bool IsOccupied { get; set; }

    /// <summary>When the channel may be reported as vacated, if nobody has come by then.</summary>
    public TimeSpan VacatedAt { get; set; }

    /// <summary>
    /// The users who are gone but not yet reported as removed, with the end of their grace. Everybody gets the same grace,
    /// so the first to go is the first due.
    /// </summary>
    public OrderedDictionary<string, TimeSpan> Departed { get; } = new(StringComparer.Ordinal);

    /// <summary>Before this instant no further cache miss is reported.</summary>
    public TimeSpan NoMissBefore { get; set; }

    /// <summary>Whether the channel already waits for a grace to end.</summary>
    public bool IsWaiting { get; set; }
}
