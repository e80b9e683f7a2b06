// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;

namespace Bridge.Testing.Clients;

/// <summary>
/// A Pusher client as pusher-js is one, without its reconnecting: it signs its subscriptions itself with the app's secret.
/// Events wait in a queue, in the order they came; not for concurrent readers.
/// </summary>
public sealed class FakePusherClient : IAsyncDisposable
{
    /// <summary>The event by which a host learns that everything before it has arrived.</summary>
    internal const string Marker = "bridge-testing:settled";

    private readonly Channel<Delivery> _events = Channel.CreateUnbounded<Delivery>();
    private readonly Channel<JsonElement> _answers = Channel.CreateUnbounded<JsonElement>();
    private readonly Channel<string> _markers = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _errors = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClientWebSocket _socket = new();
    private readonly BridgeTestHost _host;
    private readonly PusherApp _app;
    private Task _receiving = Task.CompletedTask;
    private int _settles;

    private FakePusherClient(BridgeTestHost host, string name, PusherApp app)
    {
        _host = host;
        _app = app;
        Name = name;
    }

    /// <summary>The client's name in the log.</summary>
    public string Name { get; }

    /// <summary>Its socket id, which is its connection id at the hub.</summary>
    public string SocketId { get; private set; } = "";

    /// <summary>Whether the server has closed the connection.</summary>
    public bool IsClosed => _closed.Task.IsCompleted;

    /// <summary>Subscribes, and waits until the server has said yes.</summary>
    /// <param name="channel">The channel; private and presence channels are signed for.</param>
    /// <param name="member">Who the client is on a presence channel: an object with <c>user_id</c> and perhaps <c>user_info</c>.</param>
    /// <returns>The data of the success; on a presence channel it holds the members.</returns>
    /// <exception cref="BridgeAssertionException">The server said no; the message has its words.</exception>
    public async Task<JsonElement> SubscribeAsync(string channel, object? member = null)
    {
        string? channelData = member is null ? null : JsonSerializer.Serialize(member);
        string auth = $"{_app.Key}:{PusherSignature.SignChannel(_app.Secret, SocketId, channel, channelData)}";
        await SendAsync(new { @event = "pusher:subscribe", data = new { channel, auth, channel_data = channelData } });
        JsonElement answer = await ReadAsync(_answers, $"the answer to the subscription of {channel}");
        JsonElement data = JsonSerializer.Deserialize<JsonElement>(answer.GetProperty("data").GetString()!);
        return answer.GetProperty("event").GetString() == "pusher_internal:subscription_succeeded"
            ? data
            : throw new BridgeAssertionException($"The subscription of {Name} to {channel} was refused: {data}");
    }

    /// <summary>Ends a subscription. The server does not answer.</summary>
    /// <param name="channel">The channel.</param>
    public Task UnsubscribeAsync(string channel) => SendAsync(new { @event = "pusher:unsubscribe", data = new { channel } });

    /// <summary>Sends a client event.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="eventName">The event's name, which begins with <c>client-</c>.</param>
    /// <param name="data">Its data.</param>
    public Task TriggerAsync(string channel, string eventName, object? data) => SendAsync(new { @event = eventName, channel, data });

    /// <summary>The next event that this client got, whatever its channel.</summary>
    /// <exception cref="BridgeAssertionException">None came.</exception>
    public Task<Delivery> NextAsync() => ReadAsync(_events, "the next event");

    /// <summary>The words of the next <c>pusher:error</c>.</summary>
    /// <exception cref="BridgeAssertionException">None came.</exception>
    public Task<string> NextErrorAsync() => ReadAsync(_errors, "an error");

    /// <summary>The code that the server closes the connection with; -1 when it ends without one.</summary>
    /// <exception cref="BridgeAssertionException">It stays open.</exception>
    public Task<int> WaitForCloseAsync() => WithinPatienceAsync(_closed.Task, "the end of the connection");

    /// <summary>Ends the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
    }

    internal static async Task<FakePusherClient> ConnectAsync(BridgeTestHost host, string name, PusherApp app, FakePusherClientOptions options)
    {
        var client = new FakePusherClient(host, name, app);
        foreach ((string header, string value) in options.Headers)
        {
            client._socket.Options.SetRequestHeader(header, value);
        }

        client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        using var invoker = new HttpMessageInvoker(host.CreateHandler());
        var address = new Uri($"ws://in-memory/app/{app.Key}?protocol=7&client=bridge-testing&{options.Query}");
        await client.WithinPatienceAsync(ConnectAsync(client._socket, address, invoker), "the WebSocket");
        client._receiving = client.ReceiveAsync();
        JsonElement greeting = await client.ReadAsync(client._answers, "the greeting");
        client.SocketId = JsonSerializer.Deserialize<JsonElement>(greeting.GetProperty("data").GetString()!).GetProperty("socket_id").GetString()!;
        return client;
    }

    internal async Task SettleAsync(Func<string, Task> send)
    {
        string marker = (++_settles).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await send(marker);
        while (await ReadAsync(_markers, "everything that was sent before") != $"\"{marker}\"")
        {
        }
    }

    private static async Task<bool> ConnectAsync(ClientWebSocket socket, Uri address, HttpMessageInvoker invoker)
    {
        await socket.ConnectAsync(address, invoker, CancellationToken.None);
        return true;
    }

    private Task SendAsync(object message) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task<T> ReadAsync<T>(Channel<T> channel, string what)
    {
        try
        {
            return await WithinPatienceAsync(channel.Reader.ReadAsync().AsTask(), what);
        }
        catch (ChannelClosedException)
        {
            string error = _errors.Reader.TryRead(out string? words) ? words : "without a word";
            throw new BridgeAssertionException($"{Name} waited for {what}, but the server closed the connection: {await _closed.Task} {error}.");
        }
    }

    private async Task<T> WithinPatienceAsync<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(_host.Patience);
        }
        catch (TimeoutException)
        {
            throw new BridgeAssertionException($"{Name} waited {_host.Patience.TotalSeconds} s in vain for {what}. All that arrived:\n{_host.Log}");
        }
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[4096];
        var message = new MemoryStream();
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                message.Write(buffer, 0, result.Count);
                if (result.EndOfMessage)
                {
                    OnMessage(JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length)));
                    message.SetLength(0);
                }
            }
        }
        catch (WebSocketException)
        {
            // The end without a close frame.
        }
        catch (OperationCanceledException)
        {
            // The test ended the connection.
        }

        _closed.TrySetResult((int?)_socket.CloseStatus ?? -1);
        _events.Writer.TryComplete();
        _answers.Writer.TryComplete();
        _markers.Writer.TryComplete();
        _errors.Writer.TryComplete();
    }

    private void OnMessage(JsonElement message)
    {
        string name = message.GetProperty("event").GetString()!;
        switch (name)
        {
            case "pusher:connection_established" or "pusher_internal:subscription_succeeded" or "pusher:subscription_error":
                _answers.Writer.TryWrite(message);
                break;
            case "pusher:error":
                _errors.Writer.TryWrite(message.GetProperty("data").GetProperty("message").GetString()!);
                break;
            case "pusher:ping" or "pusher:pong":
                break;
            case Marker:
                _markers.Writer.TryWrite(message.GetProperty("data").GetString()!);
                break;
            default:
                string? channel = message.TryGetProperty("channel", out JsonElement on) ? on.GetString() : null;
                string? userId = message.TryGetProperty("user_id", out JsonElement user) ? user.GetString() : null;
                var delivery = new Delivery(Name, channel, name, message.GetProperty("data").GetString()!, userId);
                _host.Log.Add(delivery);
                _events.Writer.TryWrite(delivery);
                break;
        }
    }
}
