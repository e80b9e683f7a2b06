// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>A user on a presence channel.</summary>
/// <param name="UserId">The user's id; never empty.</param>
/// <param name="UserInfo">What the others may know about the user: the text of a JSON value, or null.</param>
public sealed record PresenceMember(string UserId, string? UserInfo);
