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

    /// <summary>Sends a message of the group to this member alone, in line with the group's messages.</summary>
    public abstract void Deliver(EncodedMessage message);

    /// <summary>
    /// Lets go the messages that were held back since the join, leaving out those that the joiner already knows from its
    /// snapshot (docs/specs/channels.md, "Joining").
    /// </summary>
    /// <param name="version">The number of the join.</param>
    public abstract void Release(long version);

    /// <summary>Whether a message is already part of what the join of that number answered.</summary>
    protected static bool IsKnown(long messageVersion, long joinVersion) => messageVersion != 0 && messageVersion < joinVersion;
}
