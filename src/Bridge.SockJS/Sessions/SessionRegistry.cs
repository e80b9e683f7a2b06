// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;

namespace Bridge.SockJS.Sessions;

/// <summary>The sessions of a service that live longer than a request, by their ids.</summary>
/// <param name="maxSessions">How many there may be.</param>
internal sealed class SessionRegistry(int maxSessions)
{
    private readonly ConcurrentDictionary<string, (SockJSSession Session, SessionOwner Owner)> _sessions = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Takes a place for one more session; without one it may not be added.</summary>
    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _count) <= maxSessions)
        {
            return true;
        }

        Release();
        return false;
    }

    /// <summary>Gives back a place that was not used.</summary>
    public void Release() => Interlocked.Decrement(ref _count);

    /// <summary>Adds a session in a place that was reserved.</summary>
    /// <returns>False if the id is taken.</returns>
    public bool TryAdd(string id, SockJSSession session, SessionOwner owner) => _sessions.TryAdd(id, (session, owner));

    /// <summary>Whether there is a session with an id, whoever owns it.</summary>
    public bool Contains(string id) => _sessions.ContainsKey(id);

    /// <summary>The session with an id if it belongs to the owner.</summary>
    public SockJSSession? Find(string id, SessionOwner owner) =>
        _sessions.TryGetValue(id, out var entry) && entry.Owner == owner ? entry.Session : null;

    /// <summary>Frees an id.</summary>
    public void Remove(string id)
    {
        if (_sessions.TryRemove(id, out _))
        {
            Release();
        }
    }
}
