// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using Bridge.Core.Users;

namespace Bridge.Pusher.Users;

/// <summary>The answer of <see cref="PusherUserVerifier"/>.</summary>
public sealed class SignInVerification
{
    private SignInVerification(SignedInUser? user, bool watchlistTruncated, string? error)
    {
        User = user;
        WatchlistTruncated = watchlistTruncated;
        Error = error;
    }

    /// <summary>Who the connection proved to be; null when it did not.</summary>
    public SignedInUser? User { get; }

    /// <summary>Whether the watchlist was longer than allowed and its end was left out (error 4302, which does not undo the sign-in).</summary>
    public bool WatchlistTruncated { get; }

    /// <summary>Why the sign-in fails, in words for the client; null when it does not.</summary>
    public string? Error { get; }

    /// <summary>Whether the sign-in is good.</summary>
    [MemberNotNullWhen(true, nameof(User))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsVerified => User is not null;

    internal static SignInVerification Verified(SignedInUser user, bool watchlistTruncated) => new(user, watchlistTruncated, null);

    internal static SignInVerification Failed(string error) => new(null, false, error);
}
