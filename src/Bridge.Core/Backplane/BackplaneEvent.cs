// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Backplane;

/// <summary>What a channel event has beyond the invocation that native clients get.</summary>
/// <param name="IsText">
/// Whether the data was published as a text that holds JSON: clients of a dialect then get exactly that text.
/// </param>
/// <param name="UserId">The user who sent a client event on a presence channel, or null.</param>
public sealed record BackplaneEvent(bool IsText, string? UserId)
{
    /// <summary>The number of the transition that made it the last event of a cache channel; 0 for other events.</summary>
    public long Version { get; init; }
}
