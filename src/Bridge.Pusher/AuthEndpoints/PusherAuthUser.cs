// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>Whom the auth endpoints sign for.</summary>
/// <param name="id">The user's id; not empty.</param>
public sealed class PusherAuthUser(string id)
{
    /// <summary>The user's id.</summary>
    public string Id { get; } = id;

    /// <summary>What others may know about the user; written as JSON. Default: nothing.</summary>
    public object? Info { get; init; }

    /// <summary>The ids of users whose coming and going this one wants to hear of after signing in. Default: none.</summary>
    public IReadOnlyList<string> Watchlist { get; init; } = [];
}
