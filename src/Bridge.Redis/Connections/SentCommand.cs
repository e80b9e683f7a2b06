// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Connections;

/// <summary>A command whose answer has not come yet.</summary>
/// <param name="Reply">Who waits for it; null for a publish, which nobody waits for.</param>
/// <param name="SentAt">When it was sent, in ticks of the clock.</param>
internal readonly record struct SentCommand(PendingReply? Reply, long SentAt);
