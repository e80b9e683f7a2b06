// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>The framework's WebSocket client, reading all the time as a browser does.</summary>
internal sealed class EchoClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == EchoServer.CertificateSubject },
    });

    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
    private Task _reading = Task.CompletedTask;

    private EchoClient()
    {
    }

    public static async Task<EchoClient> ConnectAsync(Uri uri, Route route)
    {
        var client = new EchoClient();
        client._socket.Options.HttpVersion = route == Route.Http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        client._socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await client._socket.ConnectAsync(uri, client._invoker, CancellationToken.None).Within("the WebSocket to open");
        client._reading = Task.Run(client.ReadAsync);
        return client;
    }

    public Task SendAsync(string text, bool endOfMessage = true) =>
        SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool endOfMessage = true) =>
        _socket.SendAsync(bytes, type, endOfMessage, CancellationToken.None).Within("the message to leave");

    public Task<string> ReceiveAsync() => _messages.Reader.ReadAsync().AsTask().Within("a message");

    public async Task<string> EchoAsync(string text)
    {
        await SendAsync("Echo " + text);
        return await ReceiveAsync();
    }

    /// <summary>Reads to the end; gives the messages before it and the server's close frame.</summary>
    public async Task<(List<string> Messages, int? Code, string? Reason)> ReadToCloseAsync()
    {
        await _reading.Within("the server's close frame");
        List<string> rest = [];
        while (_messages.Reader.TryRead(out string? message))
        {
            rest.Add(message);
        }

        return (rest, (int?)_socket.CloseStatus, _socket.CloseStatusDescription);
    }

    /// <summary>Begins to close; the answer comes with <see cref="ReadToCloseAsync"/>.</summary>
    public Task CloseAsync(int code, string reason) =>
        _socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None).Within("the close frame to leave");

    public void Abort() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading.Within("the reader to end");
        _socket.Dispose();
        _invoker.Dispose();
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[512 * 1024];
        int length = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    if (_socket.State == WebSocketState.CloseReceived)
                    {
                        await _socket.CloseOutputAsync(_socket.CloseStatus!.Value, null, CancellationToken.None);
                    }

                    return;
                }

                if (result.EndOfMessage)
                {
                    _messages.Writer.TryWrite(Encoding.UTF8.GetString(buffer, 0, length));
                    length = 0;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection ended without a close frame, or the test ended it.
        }
        finally
        {
            _messages.Writer.TryComplete();
        }
    }
}
