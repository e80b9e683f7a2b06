// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;

namespace Bridge.Redis.State;

/// <summary>What is wrong with the shared state of this node's hubs.</summary>
internal sealed class StateHealth
{
    private readonly ConcurrentDictionary<string, string> _failures = new(StringComparer.Ordinal);

    /// <summary>Why some of the state is not shared; null when all is well.</summary>
    public string? Failure => _failures.Values.FirstOrDefault();

    /// <summary>Notes a failure.</summary>
    /// <returns>False when it is known already.</returns>
    public bool Report(string hub, string reason)
    {
        bool isNews = !_failures.TryGetValue(hub, out string? known) || known != reason;
        _failures[hub] = reason;
        return isNews;
    }

    /// <summary>All is well with a hub.</summary>
    /// <returns>Whether it was not before.</returns>
    public bool Clear(string hub) => _failures.TryRemove(hub, out _);
}
