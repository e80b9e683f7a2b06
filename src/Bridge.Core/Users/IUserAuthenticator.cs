// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>Checks the signed user data that a connection signs in with.</summary>
public interface IUserAuthenticator
{
    /// <summary>Checks one sign-in.</summary>
    /// <param name="socketId">The socket id of the connection.</param>
    /// <param name="auth">What the auth endpoint answered: <c>KEY:SIGNATURE</c>.</param>
    /// <param name="userData">The signed text.</param>
    UserSignIn Authenticate(string socketId, string? auth, string? userData);
}
