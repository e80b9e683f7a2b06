// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>How the coming and going of users is told.</summary>
public sealed class UserStateOptions
{
    /// <summary>How long a user without connections still counts as online. Default: 3 seconds.</summary>
    public TimeSpan OfflineDelay { get; set; } = TimeSpan.FromSeconds(3);
}
