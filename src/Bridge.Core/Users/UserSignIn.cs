// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using Bridge.Core.Channels;

namespace Bridge.Core.Users;

/// <summary>The answer of an <see cref="IUserAuthenticator"/>.</summary>
public sealed class UserSignIn
{
    private UserSignIn(SignedInUser? user, ChannelNamespace? space, bool watchlistCut, string? refusal)
    {
        User = user;
        Namespace = space;
        IsWatchlistCut = watchlistCut;
        Refusal = refusal;
    }

    /// <summary>Who signed in; null when refused.</summary>
    public SignedInUser? User { get; }

    /// <summary>The namespace that the user belongs to; null when refused.</summary>
    public ChannelNamespace? Namespace { get; }

    /// <summary>Whether the watchlist was longer than allowed, and its rest was left out.</summary>
    public bool IsWatchlistCut { get; }

    /// <summary>Why the sign-in is refused, in words for the client; null when it is accepted.</summary>
    public string? Refusal { get; }

    /// <summary>Whether the sign-in is accepted.</summary>
    [MemberNotNullWhen(true, nameof(User), nameof(Namespace))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => User is not null;

    /// <summary>An accepted sign-in.</summary>
    /// <param name="user">Who signed in.</param>
    /// <param name="space">The namespace that the user belongs to.</param>
    /// <param name="watchlistCut">Whether the watchlist was longer than allowed.</param>
    public static UserSignIn Accepted(SignedInUser user, ChannelNamespace space, bool watchlistCut) =>
        new(user, space, watchlistCut, null);

    /// <summary>A refused sign-in.</summary>
    /// <param name="reason">Why, in words for the client; never anything secret.</param>
    public static UserSignIn Refused(string reason) => new(null, null, false, reason);
}
