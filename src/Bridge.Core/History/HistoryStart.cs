// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.History;

/// <summary>Where a subscription to a channel with a history begins.</summary>
/// <param name="Position">What the client is told: everything behind it follows.</param>
/// <param name="Missed">What the client has missed, oldest first.</param>
/// <param name="Live">The last message that is not delivered live.</param>
/// <param name="IsRecovered">Whether it goes on where the client had stopped.</param>
internal sealed record HistoryStart(HistoryPosition Position, IReadOnlyList<HistoryEntry> Missed, HistoryPosition Live, bool IsRecovered)
{
    /// <summary>A subscription that begins now.</summary>
    public static HistoryStart At(HistoryPosition position) => new(position, [], position, IsRecovered: false);

    /// <summary>Whether a message of the channel comes in another way: it is before the beginning, or among the missed ones.</summary>
    /// <param name="position">Where it stands; null for one without a place.</param>
    public bool Covers(HistoryPosition? position) =>
        position is { } place && place.Offset <= Live.Offset && place.Epoch == Live.Epoch;
}
