// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Groups;

/// <summary>One connection on one group of this node.</summary>
internal abstract class Membership(HubMember member, LocalGroup group)
{
    public HubMember Member { get; } = member;

    public LocalGroup Group { get; } = group;

    /// <summary>The place in the list of members; kept by whoever owns that list.</summary>
    public int Index { get; set; } = -1;

    /// <summary>The user that the connection is on a presence channel, or null.</summary>
    public string? UserId { get; set; }

    /// <summary>Lets go the messages that were held back since the join.</summary>
    /// <param name="version">The number of the join.</param>
    public abstract void Release(long version);
}
