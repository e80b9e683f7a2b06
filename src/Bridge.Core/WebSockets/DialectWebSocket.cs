// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Net.WebSockets;
using Bridge.Core.Connections;

namespace Bridge.Core.WebSockets;

/// <summary>
/// Receives a dialect's messages from a WebSocket. An idle connection holds no buffer: it waits with an empty read.
/// </summary>
/// <param name="webSocket">The WebSocket.</param>
/// <param name="stream">What the WebSocket is made of.</param>
/// <param name="connection">The connection.</param>
/// <param name="maxMessageBytes">Larger messages end the connection.</param>
internal sealed class DialectWebSocket(WebSocket webSocket, Stream stream, DialectConnection connection, int maxMessageBytes)
{
    private const int BufferBytes = 4096;

    private bool _isBroken;

    /// <summary>Receives until the client, the hub or the network ends the connection.</summary>
    public async Task ReceiveAsync()
    {
        try
        {
            while (await ReceiveMessageAsync())
            {
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The peer is gone or broke the protocol; for the latter the WebSocket has written its close frame already.
            _isBroken = e is WebSocketException;
        }
    }

    /// <summary>
    /// After a breach of the protocol: reads until the client ends too, for the connection's deadline at most. An end with
    /// unread bytes would reset the connection, and the client would not learn why.
    /// </summary>
    public async Task LingerAsync()
    {
        byte[] discarded = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (_isBroken && connection.IsClosing && await stream.ReadAsync(discarded) > 0)
            {
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(discarded);
        }
    }

    private static bool IsEnd(Exception e) =>
        e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;

    private async ValueTask<bool> ReceiveMessageAsync()
    {
        ValueWebSocketReceiveResult result = await webSocket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int length = 0;
            while (true)
            {
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    AnswerClose();
                    return false;
                }

                if (Refusal(result.MessageType, length) is { } refusal)
                {
                    connection.Close(refusal);
                    return await DiscardAsync(buffer);
                }

                if (result.EndOfMessage)
                {
                    break;
                }

                if (length == buffer.Length)
                {
                    Grow(ref buffer);
                }

                result = await webSocket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += result.Count;
            }

            if (!connection.IsClosing)
            {
                await connection.Session.OnMessageAsync(buffer.AsMemory(0, length));
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ConnectionClose? Refusal(WebSocketMessageType type, int length)
    {
        if (type == WebSocketMessageType.Binary)
        {
            return new ConnectionClose(1003, "Only text messages are understood.");
        }

        return length > maxMessageBytes ? new ConnectionClose(1009, "The message is too big.") : null;
    }

    private void AnswerClose()
    {
        if (connection.TryBeginClose())
        {
            // With the client's own code (RFC 6455, section 5.5.1).
            WebSocketCloseStatus status = webSocket.CloseStatus ?? WebSocketCloseStatus.NormalClosure;
            int code = status == WebSocketCloseStatus.Empty ? (int)WebSocketCloseStatus.NormalClosure : (int)status;
            connection.Outbox.PostClose([Delivery.OutboundMessage.RawFrame(WebSocketFrame.CloseFrame(code, string.Empty))]);
        }
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
