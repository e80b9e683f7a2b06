// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;

namespace Bridge.Core.Tests;

/// <summary>Connects the .NET SignalR client by WebSocket without negotiation, and without the package that usually brings its transports.</summary>
internal sealed class WebSocketConnectionFactory : IConnectionFactory
{
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
        var stream = WebSocketStream.Create(socket, WebSocketMessageType.Text, ownsWebSocket: true);
        var transport = new Duplex(PipeReader.Create(stream), PipeWriter.Create(stream));
        return new DefaultConnectionContext(Guid.NewGuid().ToString(), transport, transport);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
