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

    /// <summary>
    /// Lets go the messages that were held back since the join. Those that the join's snapshot contains are left out, also if
    /// they come later: news from a shared state may be slower than its answers.
    /// </summary>
    /// <param name="version">The number of the join.</param>
    public abstract void Release(long version);

    /// <summary>
    /// Whether a message is more than the joiner knows from its snapshot (docs/specs/channels.md, "Joining and leaving").
    /// </summary>
    /// <param name="version">The transition that the message belongs to; 0 for none.</param>
    /// <param name="joinVersion">The number of the join; 0 before it is known.</param>
    public static bool IsNews(long version, long joinVersion) => version == 0 || version >= joinVersion;
}
