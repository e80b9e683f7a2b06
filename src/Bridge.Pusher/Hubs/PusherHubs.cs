// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Fallbacks;

namespace Bridge.Pusher.Hubs;

/// <summary>The hubs that <c>MapBridge</c> was called for, in that order. An app that names no hub belongs to the first.</summary>
internal sealed class PusherHubs
{
    private readonly OrderedDictionary<string, IPusherFallback> _hubs = [];

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Names => _hubs.Keys;

    /// <summary>Adds a hub, once.</summary>
    /// <param name="hubType">The hub.</param>
    /// <param name="fallback">What serves its clients that can't use a WebSocket.</param>
    public void Add(Type hubType, IPusherFallback fallback) => _hubs.TryAdd(hubType.Name, fallback);

    /// <summary>Whether a hub is the one that serves an app. A request that names no app is the first hub's to refuse.</summary>
    /// <param name="name">The hub.</param>
    /// <param name="app">The app, or null.</param>
    public bool Serves(string name, PusherApp? app) => name == HubOf(app);

    /// <summary>What serves an app's clients that can't use a WebSocket; null when its hub is not mapped.</summary>
    /// <param name="app">The app, or null, which the first hub refuses.</param>
    public IPusherFallback? FallbackOf(PusherApp? app) => _hubs.GetValueOrDefault(HubOf(app));

    private string HubOf(PusherApp? app) => app is { Hub.Length: > 0 } ? app.Hub : _hubs.GetAt(0).Key;
}
