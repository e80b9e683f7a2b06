// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>One user in memory.</summary>
internal sealed class UserEntry(string userId)
{
    /// <summary>The user's id.</summary>
    public string UserId => userId;

    /// <summary>The connections that are signed in as the user.</summary>
    public HashSet<string> Connections { get; } = new(StringComparer.Ordinal);

    /// <summary>The connections that watch the user.</summary>
    public HashSet<string> Watchers { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the user counts as online, which lasts a little longer than the last connection.</summary>
    public bool IsOnline { get; set; }

    /// <summary>When a user without connections goes offline.</summary>
    public TimeSpan OfflineAt { get; set; }

    /// <summary>Whether the user already waits to go offline.</summary>
    public bool AwaitsOffline { get; set; }
}
