// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.Channels;

namespace Bridge.Redis.Tests.Roaming;

/// <summary>The SockJS connections that began and ended at a node.</summary>
internal sealed class SessionLog
{
    private readonly Channel<string> _ended = Channel.CreateUnbounded<string>();
    private int _begun;

    public int Begun => Volatile.Read(ref _begun);

    public void Begin() => Interlocked.Increment(ref _begun);

    public void End(string connectionId) => _ended.Writer.TryWrite(connectionId);

    public Task WaitForEndAsync() => _ended.Reader.ReadAsync().AsTask().Within("a session to end");
}
