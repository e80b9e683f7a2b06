// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;

namespace Bridge.Core.Tests.Hubs;

/// <summary>Lets the .NET SignalR client connect by WebSocket, without the package that usually brings its transports.</summary>
internal sealed class WebSocketConnectionFactory : IConnectionFactory
{
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
        return new Connection(socket);
    }

    private sealed class Connection : DefaultConnectionContext
    {
        private readonly ClientWebSocket _socket;
        private readonly Pipe _received = new();
        private readonly Pipe _sent = new();
        private readonly Task _loops;

        public Connection(ClientWebSocket socket)
            : base(Guid.NewGuid().ToString())
        {
            _socket = socket;
            Transport = new DuplexPipe(_received.Reader, _sent.Writer);
            _loops = Task.WhenAll(ReceiveAsync(), SendAsync());
        }

        public override async ValueTask DisposeAsync()
        {
            await _sent.Writer.CompleteAsync();
            await _received.Reader.CompleteAsync();
            _socket.Abort();
            await _loops.WaitAsync(TestClient.Patience);
            _socket.Dispose();
            await base.DisposeAsync();
        }

        private async Task ReceiveAsync()
        {
            Exception? failure = null;
            try
            {
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await _socket.ReceiveAsync(_received.Writer.GetMemory(4096), CancellationToken.None);
                    _received.Writer.Advance(result.Count);
                }
                while (result.MessageType != WebSocketMessageType.Close && !(await _received.Writer.FlushAsync()).IsCompleted);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                failure = e;
            }

            await _received.Writer.CompleteAsync(failure);
        }

        private async Task SendAsync()
        {
            try
            {
                ReadResult result;
                do
                {
                    result = await _sent.Reader.ReadAsync();
                    foreach (ReadOnlyMemory<byte> segment in result.Buffer)
                    {
                        await _socket.SendAsync(segment, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                    }

                    _sent.Reader.AdvanceTo(result.Buffer.End);
                }
                while (!result.IsCompleted);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The receiving side reports what happened.
            }

            await _sent.Reader.CompleteAsync();
        }

        private sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
        {
            public PipeReader Input { get; } = input;

            public PipeWriter Output { get; } = output;
        }
    }
}
