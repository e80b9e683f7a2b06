// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.History;

/// <summary>What a history holds at one instant.</summary>
/// <param name="Top">The position of the latest message, whether it is still kept or not.</param>
/// <param name="Entries">
/// The messages that were asked for and are still kept, oldest first: the latest ones without a gap, or none.
/// </param>
public sealed record HistorySlice(HistoryPosition Top, IReadOnlyList<HistoryEntry> Entries)
{
    /// <summary>Whether these are all messages behind a position.</summary>
    /// <param name="position">The position.</param>
    public bool Follows(HistoryPosition position) =>
        position.Epoch == Top.Epoch && position.Offset >= 0 && position.Offset + Entries.Count == Top.Offset;
}
