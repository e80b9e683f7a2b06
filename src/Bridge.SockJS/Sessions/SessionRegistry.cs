// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;

namespace Bridge.SockJS.Sessions;

/// <summary>The sessions of a service that live longer than a request, by their ids.</summary>
/// <param name="maxSessions">How many there may be.</param>
/// <param name="maxPerAddress">How many of them one address may have; 0 for any number.</param>
internal sealed class SessionRegistry(int maxSessions, int maxPerAddress)
{
    private readonly ConcurrentDictionary<string, (SockJSSession Session, SessionOwner Owner, ClientAddress Address)> _sessions =
        new(StringComparer.Ordinal);

    private readonly AddressQuota _addresses = new(maxPerAddress);
    private int _count;

    /// <summary>Takes a place for one more session; without one it may not be added.</summary>
    public bool TryReserve(ClientAddress address)
    {
        if (Interlocked.Increment(ref _count) <= maxSessions && _addresses.TryTake(address))
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Gives back a place.</summary>
    public void Release(ClientAddress address)
    {
        Interlocked.Decrement(ref _count);
        _addresses.Release(address);
    }

    /// <summary>Adds a session in a place that was reserved.</summary>
    /// <returns>False if the id is taken.</returns>
    public bool TryAdd(string id, SockJSSession session, SessionOwner owner, ClientAddress address) =>
        _sessions.TryAdd(id, (session, owner, address));

    /// <summary>Whether there is a session with an id, whoever owns it.</summary>
    public bool Contains(string id) => _sessions.ContainsKey(id);

    /// <summary>The session with an id if it belongs to the owner.</summary>
    public SockJSSession? Find(string id, SessionOwner owner) =>
        _sessions.TryGetValue(id, out var entry) && entry.Owner == owner ? entry.Session : null;

    /// <summary>Frees an id and its place.</summary>
    public void Remove(string id)
    {
        if (_sessions.TryRemove(id, out var entry))
        {
            Release(entry.Address);
        }
    }
}
