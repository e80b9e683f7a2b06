// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Redis.State;

/// <summary>A connection of this node on a channel.</summary>
/// <param name="Member">As whom it is there; null where that is nobody.</param>
/// <param name="IsReported">Whether Redis has had it, so that its coming was reported.</param>
internal readonly record struct LocalConnection(PresenceMember? Member, bool IsReported);
