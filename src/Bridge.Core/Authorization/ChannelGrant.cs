// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using Bridge.Core.Presence;

namespace Bridge.Core.Authorization;

/// <summary>The answer of an <see cref="IChannelAuthorizer"/>.</summary>
public sealed class ChannelGrant
{
    private ChannelGrant(PresenceMember? member, string? refusal)
    {
        Member = member;
        Refusal = refusal;
    }

    /// <summary>A grant for a channel without members.</summary>
    public static ChannelGrant Allowed { get; } = new(null, null);

    /// <summary>Who joins a presence channel; null for other kinds.</summary>
    public PresenceMember? Member { get; }

    /// <summary>Why the subscription is refused, in words for the client; null when it is granted.</summary>
    public string? Refusal { get; }

    /// <summary>Whether the subscription is granted.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAllowed => Refusal is null;

    /// <summary>A grant for a presence channel.</summary>
    /// <param name="member">Who joins.</param>
    public static ChannelGrant AllowedAs(PresenceMember member) => new(member, null);

    /// <summary>A refusal.</summary>
    /// <param name="reason">Why, in words for the client; never anything secret.</param>
    public static ChannelGrant Refused(string reason) => new(null, reason);
}
