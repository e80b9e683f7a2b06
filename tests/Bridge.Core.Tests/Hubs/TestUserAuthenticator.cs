// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Users;

namespace Bridge.Core.Tests.Hubs;

/// <summary>Accepts <c>ok:{socket id}</c>; the user data is the user's id and whom it watches, with commas between.</summary>
internal sealed class TestUserAuthenticator(IChannelNamespaces namespaces) : IUserAuthenticator
{
    public UserSignIn Authenticate(string socketId, string? auth, string? userData) =>
        auth == "ok:" + socketId && userData?.Split(',') is [{ Length: > 0 } userId, .. string[] watched]
            ? UserSignIn.Accepted(new SignedInUser(userId, null, watched), namespaces.Find(string.Empty)!, watchlistCut: false)
            : UserSignIn.Refused("The signature is not that of this connection.");
}
