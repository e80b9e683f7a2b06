// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.History;

/// <summary>How much is kept of a channel.</summary>
/// <param name="Size">The messages.</param>
/// <param name="Age">How long each of them is kept.</param>
public sealed record HistoryLimits(int Size, TimeSpan Age)
{
    /// <summary>
    /// How long the position of a quiet channel is known after its last message: a day longer than the message itself, so that
    /// whoever was away meanwhile learns that nothing was missed.
    /// </summary>
    public TimeSpan PositionAge => Age + TimeSpan.FromDays(1);
}
