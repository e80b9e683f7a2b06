// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Apps;

/// <summary>Knows the apps. Replace it to keep them somewhere else than in the configuration.</summary>
/// <remarks>Safe for concurrent calls, which come with every connection and every request: answer from memory.</remarks>
public interface IPusherAppStore
{
    /// <summary>All apps: the same collection until something about them changes, then a new one.</summary>
    IReadOnlyCollection<PusherApp> Apps { get; }

    /// <summary>The app with this id, disabled or not; null when there is none.</summary>
    /// <param name="id">The id in a REST path.</param>
    PusherApp? FindById(string id);

    /// <summary>The app with this key or previous key, disabled or not; null when there is none.</summary>
    /// <param name="key">The key in a client's URL.</param>
    PusherApp? FindByKey(string key);
}
