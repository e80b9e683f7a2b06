// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Groups;
using Bridge.Core.History;

namespace Bridge.Core.Hubs;

/// <summary>Lets go what was held back for a native client's subscription.</summary>
/// <param name="membership">Holds it.</param>
/// <param name="version">The number of the join.</param>
/// <param name="start">Where it begins in the channel's history, or null.</param>
/// <param name="first">What belongs right behind the answer.</param>
internal sealed class SubscribeRelease(NativeMembership membership, long version, HistoryStart? start, IReadOnlyList<EncodedMessage> first)
    : IThreadPoolWorkItem
{
    public void Execute() => membership.Release(version, start, first);
}
