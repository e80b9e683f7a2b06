// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>How many are on a channel.</summary>
/// <param name="ConnectionCount">Connections; the channel is occupied when there is at least one.</param>
/// <param name="UserCount">Distinct users of a presence channel; 0 for other kinds.</param>
public readonly record struct ChannelOccupancy(int ConnectionCount, int UserCount);
