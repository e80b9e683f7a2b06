// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Net.WebSockets;
using Bridge.Core.Connections;

namespace Bridge.Core.WebSockets;

/// <summary>
/// Receives a dialect's messages from a WebSocket. An idle connection holds no buffer: it waits with an empty read.
/// </summary>
internal sealed class DialectWebSocket(WebSocket webSocket, DialectConnection connection, int maxMessageBytes)
{
    private const int BufferBytes = 4096;

    /// <summary>Receives until the client, the hub or the network ends the connection.</summary>
    public async Task ReceiveAsync()
    {
        try
        {
            while (await ReceiveMessageAsync())
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer is gone or broke the protocol; for the latter the WebSocket has written its close frame already.
        }
    }

    private async ValueTask<bool> ReceiveMessageAsync()
    {
        ValueWebSocketReceiveResult result = await webSocket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int length = 0;
            while (true)
            {
                if (result.MessageType != WebSocketMessageType.Text)
                {
                    return EndReceiving(result.MessageType);
                }

                if (result.EndOfMessage)
                {
                    break;
                }

                if (length > maxMessageBytes)
                {
                    connection.Close(new ConnectionClose(1009, "The message is too big."));
                    return await DiscardAsync(buffer);
                }

                if (length == buffer.Length)
                {
                    Grow(ref buffer);
                }

                result = await webSocket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += result.Count;
            }

            if (length > maxMessageBytes)
            {
                connection.Close(new ConnectionClose(1009, "The message is too big."));
                return await DiscardAsync(buffer);
            }

            await connection.Session.OnMessageAsync(buffer.AsMemory(0, length));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool EndReceiving(WebSocketMessageType type)
    {
        if (type == WebSocketMessageType.Binary)
        {
            connection.Close(new ConnectionClose(1003, "Only text messages are understood."));
            return true;
        }

        if (connection.TryBeginClose())
        {
            // The client closes: answer with its own code (RFC 6455, section 5.5.1).
            WebSocketCloseStatus status = webSocket.CloseStatus ?? WebSocketCloseStatus.NormalClosure;
            int code = status == WebSocketCloseStatus.Empty ? (int)WebSocketCloseStatus.NormalClosure : (int)status;
            connection.Outbox.PostClose([Delivery.OutboundMessage.RawFrame(WebSocketFrame.CloseFrame(code, string.Empty))]);
        }

        return false;
    }

    /// <summary>Reads on until the client has seen the close frame; the connection's deadline bounds it.</summary>
    private async ValueTask<bool> DiscardAsync(byte[] buffer)
    {
        ValueWebSocketReceiveResult result;
        do
        {
            result = await webSocket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        }
        while (result.MessageType != WebSocketMessageType.Close);
        return false;
    }

    private static void Grow(ref byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
