// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;

namespace Bridge.Pusher.Tests.Clients;

/// <summary>
/// A Pusher client without a library: sends what the test says and hands over every message of the server, in order.
/// Each message is checked against the rules that hold for all of them (<see cref="Envelope"/>).
/// </summary>
internal sealed class PusherClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _messages = Channel.CreateUnbounded<JsonElement>();
    private readonly TaskCompletionSource<(int Code, string Reason)> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PusherApp _app;
    private Task _receiving = Task.CompletedTask;
    private int _barriers;

    private PusherClient(PusherApp app) => _app = app;

    /// <summary>What the server gave in its first message.</summary>
    public string SocketId { get; private set; } = "";

    /// <summary>The subprotocol that the server chose, or null.</summary>
    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>Opens the WebSocket and reads nothing yet.</summary>
    public static async Task<PusherClient> OpenAsync(
        Uri address, PusherApp app, Action<ClientWebSocketOptions>? configure = null, HttpMessageInvoker? invoker = null)
    {
        var client = new PusherClient(app);
        client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        configure?.Invoke(client._socket.Options);
        await client._socket.ConnectAsync(address, invoker, CancellationToken.None).Await($"opening {address.PathAndQuery}");
        client._receiving = client.ReceiveAsync();
        return client;
    }

    /// <summary>Reads the greeting.</summary>
    public async Task<PusherClient> EstablishAsync()
    {
        JsonElement greeting = await NextAsync("pusher:connection_established");
        SocketId = greeting.DataObject().GetProperty("socket_id").GetString()!;
        return this;
    }

    public Task SendAsync(string message) => SendAsync(Encoding.UTF8.GetBytes(message));

    public Task SendAsync(byte[] message, WebSocketMessageType type = WebSocketMessageType.Text, bool endOfMessage = true) =>
        _socket.SendAsync(message, type, endOfMessage, CancellationToken.None).Await("sending a message");

    public Task SendAsync(string name, object? data) => SendAsync(JsonSerializer.Serialize(new { @event = name, data }));

    public Task TriggerAsync(string name, string channel, object? data) =>
        SendAsync(JsonSerializer.Serialize(new { @event = name, channel, data }));

    /// <summary>The signature for a channel.</summary>
    public string Auth(string channel, string? channelData = null) =>
        $"{_app.Key}:{PusherSignature.SignChannel(_app.Secret, SocketId, channel, channelData)}";

    /// <summary>Asks for a channel with a good signature, whether it needs one or not.</summary>
    public Task SubscribeAsync(string channel, string? channelData = null) => channelData is null
        ? SendAsync("pusher:subscribe", new { channel, auth = Auth(channel) })
        : SendAsync("pusher:subscribe", new { channel, auth = Auth(channel, channelData), channel_data = channelData });

    /// <summary>Subscribes, and gives the answer.</summary>
    public async Task<JsonElement> JoinAsync(string channel, string? channelData = null)
    {
        await SubscribeAsync(channel, channelData);
        JsonElement answer = await NextAsync("pusher_internal:subscription_succeeded");
        Assert.Equal(channel, answer.Channel());
        return answer;
    }

    public Task UnsubscribeAsync(string channel) => SendAsync("pusher:unsubscribe", new { channel });

    public Task SignInAsync(string userData) => SendAsync(
        "pusher:signin",
        new { auth = $"{_app.Key}:{PusherSignature.SignUser(_app.Secret, SocketId, userData)}", user_data = userData });

    /// <summary>The next message.</summary>
    public async Task<JsonElement> NextAsync()
    {
        try
        {
            return await _messages.Reader.ReadAsync().AsTask().Await($"the next message of connection {SocketId}");
        }
        catch (ChannelClosedException e)
        {
            throw new InvalidOperationException($"The connection was closed while a message was expected: {Outcome}.", e.InnerException);
        }
    }

    /// <summary>The next message, which has this name.</summary>
    public async Task<JsonElement> NextAsync(string name)
    {
        JsonElement message = await NextAsync();
        Assert.True(message.Event() == name, $"Expected {name}, but got {message}");
        return message;
    }

    /// <summary>The next message is this one, character for character.</summary>
    public async Task ExpectAsync(string message) => Assert.Equal(message, (await NextAsync()).GetRawText());

    /// <summary>The next message is this error, which leaves the connection as it is.</summary>
    public async Task ExpectErrorAsync(int? code, string text)
    {
        JsonElement error = (await NextAsync("pusher:error")).GetProperty("data");
        Assert.Equal(text, error.GetProperty("message").GetString());
        Assert.Equal(code, error.GetProperty("code").ValueKind == JsonValueKind.Null ? null : error.GetProperty("code").GetInt32());
    }

    /// <summary>The next two messages are the refusal of a subscription, in both of its forms.</summary>
    public async Task ExpectRefusalAsync(string channel, string type, int status, string reason)
    {
        JsonElement refusal = await NextAsync("pusher:subscription_error");
        Assert.Equal(channel, refusal.Channel());
        JsonElement data = refusal.DataObject();
        Assert.Equal(
            (type, reason, status),
            (data.GetProperty("type").GetString(), data.GetProperty("error").GetString(), data.GetProperty("status").GetInt32()));
        await ExpectErrorAsync(null, reason);
    }

    /// <summary>
    /// Waits until the server has worked off everything that this client sent, and checks that it has got no message
    /// but those that were read.
    /// </summary>
    public async Task ExpectNothingAsync()
    {
        string barrier = $"barrier-{++_barriers}";
        await SendAsync("pusher:subscribe", new { channel = barrier });
        JsonElement message = await NextAsync();
        Assert.True(message.Event() == "pusher_internal:subscription_succeeded" && message.Channel() == barrier, $"Expected nothing, but got {message}");
        await UnsubscribeAsync(barrier);
    }

    /// <summary>The connection is closed with this code, after no further message.</summary>
    public async Task<string> ExpectCloseAsync(int code)
    {
        (int Code, string Reason) close = await _closed.Task.Await($"the end of connection {SocketId} with {code}");
        Assert.False(_messages.Reader.TryRead(out JsonElement message), $"Expected the end, but got {message}");
        Assert.Equal(code, close.Code);
        return close.Reason;
    }

    /// <summary>The code that the connection was closed with, whatever came before; -1 when there was no close frame.</summary>
    public async Task<int> CloseCodeAsync() => (await _closed.Task.Await($"the end of connection {SocketId}")).Code;

    /// <summary>Whether the connection has ended.</summary>
    public bool IsClosed => _closed.Task.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving.Await("the end of the receive loop");
        _socket.Dispose();
    }

    private string Outcome => _closed.Task.IsCompletedSuccessfully ? $"{_closed.Task.Result.Code} {_closed.Task.Result.Reason}" : "no close frame";

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[4096];
        var message = new MemoryStream();
        Exception? failure = null;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    _closed.TrySetResult(((int)_socket.CloseStatus!, _socket.CloseStatusDescription!));
                    _messages.Writer.TryComplete();

                    // Waits a second for the server to end the connection, which no test needs to know.
                    await _socket.CloseOutputAsync(_socket.CloseStatus.Value, null, CancellationToken.None);
                    break;
                }

                Assert.Equal(WebSocketMessageType.Text, result.MessageType);
                message.Write(buffer, 0, result.Count);
                if (result.EndOfMessage)
                {
                    _messages.Writer.TryWrite(Envelope.Read(message.GetBuffer().AsMemory(0, (int)message.Length)));
                    message.SetLength(0);
                }
            }
        }
        catch (Exception e)
        {
            failure = e;
        }

        _closed.TrySetResult((-1, failure?.Message ?? ""));
        _messages.Writer.TryComplete(failure);
    }
}
