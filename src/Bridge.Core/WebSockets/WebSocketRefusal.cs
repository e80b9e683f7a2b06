// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;

namespace Bridge.Core.WebSockets;

/// <summary>Says why a WebSocket that was just accepted is closed again, and waits a moment for the client to read it.</summary>
internal static class WebSocketRefusal
{
    public static async Task SendAsync(
        Stream stream, OutboundMessage? message, ConnectionClose close, TimeProvider time, CancellationToken aborted)
    {
        using var timeout = new CancellationTokenSource(Outbox.CloseTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, aborted);
        byte[] discarded = ArrayPool<byte>.Shared.Rent(256);
        try
        {
            if (message is not null)
            {
                await stream.WriteAsync(message.Frame, either.Token);
            }

            await stream.WriteAsync(WebSocketFrame.CloseFrame(close.Code, close.Reason), either.Token);

            // The client's own close frame, or its end of the stream; what it says is of no interest.
            await stream.ReadAtLeastAsync(discarded, 1, throwOnEndOfStream: false, either.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It did not want to know.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(discarded);
        }
    }
}
