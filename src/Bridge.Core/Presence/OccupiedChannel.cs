// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>A channel that somebody is on.</summary>
/// <param name="Group">The hub group of the channel.</param>
/// <param name="Occupancy">How many are on it; at least one connection.</param>
public readonly record struct OccupiedChannel(string Group, ChannelOccupancy Occupancy);
