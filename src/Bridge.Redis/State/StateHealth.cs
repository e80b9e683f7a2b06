// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;

namespace Bridge.Redis.State;

/// <summary>What is wrong with the shared state of this node's hubs: with a hub as a whole, or with a part of it.</summary>
internal sealed class StateHealth
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, string> _failures = new(StringComparer.Ordinal);

    /// <summary>Why some of the state is not shared; null when all is well.</summary>
    public string? Failure => _failures.IsEmpty
        ? null
        : string.Join("; ", _failures.OrderBy(failure => failure.Key, StringComparer.Ordinal).Select(failure => $"{failure.Key}: {failure.Value}"));

    /// <summary>Notes a failure.</summary>
    /// <returns>False when it is known already.</returns>
    public bool Report(string part, string reason)
    {
        lock (_gate)
        {
            bool isNews = !_failures.TryGetValue(part, out string? known) || known != reason;
            _failures[part] = reason;
            return isNews;
        }
    }

    /// <summary>All is well with a part.</summary>
    /// <returns>Whether it was not before.</returns>
    public bool Clear(string part) => _failures.TryRemove(part, out _);
}
