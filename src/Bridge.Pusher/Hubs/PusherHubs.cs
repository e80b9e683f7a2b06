// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;

namespace Bridge.Pusher.Hubs;

/// <summary>The hubs that <c>MapBridge</c> was called for, in that order. An app that names no hub belongs to the first.</summary>
internal sealed class PusherHubs
{
    private readonly List<string> _names = [];

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Adds a hub, once.</summary>
    /// <param name="hubType">The hub.</param>
    public void Add(Type hubType)
    {
        if (!_names.Contains(hubType.Name))
        {
            _names.Add(hubType.Name);
        }
    }

    /// <summary>Whether a hub is the one that serves an app. A request that names no app is the first hub's to refuse.</summary>
    /// <param name="name">The hub.</param>
    /// <param name="app">The app, or null.</param>
    public bool Serves(string name, PusherApp? app) => name == (app is { Hub.Length: > 0 } ? app.Hub : _names[0]);
}
