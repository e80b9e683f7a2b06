// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Bridge.Testing.Transport;

/// <summary>Gives Kestrel connections that are pipes: everything but the network is real.</summary>
internal sealed class InMemoryListener : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _waiting = Channel.CreateUnbounded<ConnectionContext>();
    private int _connections;

    public EndPoint EndPoint { get; } = new InMemoryEndPoint();

    /// <summary>Opens a connection.</summary>
    /// <returns>The client's end of it.</returns>
    /// <exception cref="IOException">The server has stopped.</exception>
    public Stream Connect()
    {
        var toServer = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var toClient = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var connection = new InMemoryConnection($"memory-{Interlocked.Increment(ref _connections)}", toServer, toClient);
        return _waiting.Writer.TryWrite(connection)
            ? new PipeStream(toClient.Reader, toServer.Writer)
            : throw new IOException("The test host has stopped.");
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_waiting.Reader.TryRead(out ConnectionContext? connection))
            {
                return connection;
            }
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _waiting.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
