// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Users;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;

namespace Bridge.Pusher.Users;

/// <summary>Checks sign-ins of native clients, whose app is the one whose key their token names.</summary>
internal sealed class PusherUserAuthenticator(IPusherAppStore apps, PusherChannelNamespaces namespaces) : IUserAuthenticator
{
    /// <inheritdoc />
    public UserSignIn Authenticate(string socketId, string? auth, string? userData)
    {
        if (!AuthToken.TryParse(auth, out AuthToken token) || apps.FindByKey(token.Key.ToString()) is not { Disabled: false } app)
        {
            return UserSignIn.Refused("Invalid key in signin auth data");
        }

        SignInVerification verification = PusherUserVerifier.Verify(app, socketId, auth, userData);
        return verification.IsVerified
            ? UserSignIn.Accepted(verification.User, namespaces.NamespaceOf(app), verification.WatchlistTruncated)
            : UserSignIn.Refused(verification.Error);
    }
}
