// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Limits;

/// <summary>A Pusher client that wants to know only whether it is let in.</summary>
internal sealed class QuotaClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly TaskCompletionSource<int?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The code that the node closes with; null when it just goes.</summary>
    public Task<int?> Closed => _closed.Task;

    /// <summary>Connects.</summary>
    /// <returns>The code that it is refused with; null when it is let in.</returns>
    public async Task<int?> ConnectAsync(Uri node)
    {
        using var deadline = new CancellationTokenSource(Deadline.Default);
        await _socket.ConnectAsync(new Uri($"ws://{node.Authority}/app/{TestApp.Key}?protocol=7"), deadline.Token);
        byte[] buffer = new byte[4096];
        WebSocketReceiveResult read = await _socket.ReceiveAsync(buffer, deadline.Token);
        JsonElement message = JsonElement.Parse(Encoding.UTF8.GetString(buffer, 0, read.Count));
        if (message.GetProperty("event").GetString() != "pusher:connection_established")
        {
            return message.GetProperty("data").GetProperty("code").GetInt32();
        }

        _ = StayAsync();
        return null;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Goes when the node says so.</summary>
    private async Task StayAsync()
    {
        try
        {
            byte[] buffer = new byte[4096];
            while ((await _socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }

            _closed.TrySetResult((int?)_socket.CloseStatus);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The node was killed, or the test is over.
            _closed.TrySetResult(null);
        }
    }
}
