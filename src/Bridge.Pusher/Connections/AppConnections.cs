// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Pusher.Apps;

namespace Bridge.Pusher.Connections;

/// <summary>Counts the connections of each app on this node, for <see cref="PusherAppLimits.MaxConnections"/>.</summary>
internal sealed class AppConnections
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts a connection unless the app has all that it may have.</summary>
    /// <param name="app">The app.</param>
    public bool TryAdd(PusherApp app)
    {
        int limit = app.Limits.MaxConnections;
        int count = _counts.AddOrUpdate(app.Id, 1, static (_, count) => count + 1);
        if (limit == 0 || count <= limit)
        {
            return true;
        }

        Remove(app);
        return false;
    }

    /// <summary>How many connections an app has.</summary>
    /// <param name="app">The app.</param>
    public int CountOf(PusherApp app) => _counts.GetValueOrDefault(app.Id);

    /// <summary>A counted connection has ended.</summary>
    /// <param name="app">The app.</param>
    public void Remove(PusherApp app) => _counts.AddOrUpdate(app.Id, 0, static (_, count) => count - 1);
}
