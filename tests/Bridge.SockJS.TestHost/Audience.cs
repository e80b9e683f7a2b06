// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Bridge.SockJS.TestHost;

/// <summary>All sessions of <see cref="BroadcastHandler"/>.</summary>
public sealed class Audience
{
    private readonly ConcurrentDictionary<ConnectionContext, SemaphoreSlim> _members = new();

    public void Add(ConnectionContext member) => _members[member] = new SemaphoreSlim(1);

    public void Remove(ConnectionContext member) => _members.TryRemove(member, out _);

    public Task SendAsync(byte[] message) => Task.WhenAll(_members.Select(async member =>
    {
        // A pipe takes one writer at a time.
        await member.Value.WaitAsync();
        try
        {
            await member.Key.Transport.Output.WriteAsync(message);
        }
        finally
        {
            member.Value.Release();
        }
    }));
}
