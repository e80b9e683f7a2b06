// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>The user that a connection proved to be.</summary>
/// <param name="UserId">The user's id; never empty.</param>
/// <param name="UserInfo">What others may know about the user: the text of a JSON value, or null.</param>
/// <param name="Watchlist">The users whose coming and going this one wants to hear of.</param>
public sealed record SignedInUser(string UserId, string? UserInfo, IReadOnlyList<string> Watchlist);
