// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;

namespace Bridge.SockJS.TestHost;

/// <summary>All sessions of <see cref="BroadcastHandler"/>.</summary>
public sealed class Audience
{
    private readonly ConcurrentDictionary<ISockJSFeature, bool> _members = new();

    public void Add(ISockJSFeature member) => _members[member] = true;

    public void Remove(ISockJSFeature member) => _members.TryRemove(member, out _);

    public void Send(ReadOnlySpan<byte> text)
    {
        SockJSMessage message = SockJSMessage.FromText(text);
        foreach (KeyValuePair<ISockJSFeature, bool> member in _members)
        {
            // Nobody waits for one of them: the service disconnects who is too slow.
            _ = member.Key.SendAsync(message).AsTask();
        }
    }
}
