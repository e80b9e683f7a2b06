// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Groups;

namespace Bridge.Core.Hubs;

/// <summary>Lets go what was held back for a native client's subscription.</summary>
/// <param name="membership">Holds it.</param>
/// <param name="version">The number of the join.</param>
/// <param name="first">What belongs right behind the answer, or null.</param>
internal sealed class SubscribeRelease(NativeMembership membership, long version, EncodedMessage? first) : IThreadPoolWorkItem
{
    public void Execute() => membership.Release(version, first);
}
