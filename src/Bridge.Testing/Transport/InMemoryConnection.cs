// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Bridge.Testing.Transport;

/// <summary>The server's end of a connection in memory.</summary>
internal sealed class InMemoryConnection : DefaultConnectionContext
{
    private readonly Pipe _toServer;
    private readonly Pipe _toClient;

    // Not the one of the base class, which is disposed at the end: an abort may come later.
    private readonly CancellationTokenSource _closed = new();

    public InMemoryConnection(string id, Pipe toServer, Pipe toClient)
        : base(id)
    {
        _toServer = toServer;
        _toClient = toClient;
        Transport = new PipePair(toServer.Reader, toClient.Writer);
        ConnectionClosed = _closed.Token;
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        _toServer.Writer.Complete(abortReason);
        ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);
    }

    public override async ValueTask DisposeAsync()
    {
        await _toServer.Reader.CompleteAsync();
        await _toClient.Writer.CompleteAsync();
        await base.DisposeAsync();
    }

    private sealed class PipePair(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = input;

        public PipeWriter Output { get; } = output;
    }
}
