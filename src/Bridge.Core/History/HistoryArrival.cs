// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;

namespace Bridge.Core.History;

/// <summary>A message that has come with its position.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Source">The <see cref="HistoryPublication"/> of this node, or the <see cref="BackplaneMessage"/> that came.</param>
internal readonly record struct HistoryArrival(HistoryPosition Position, object Source)
{
    public static HistoryArrival Of(HistoryEntry entry, string epoch) => new(new HistoryPosition(epoch, entry.Offset), entry.Message);
}
