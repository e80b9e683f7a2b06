// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text.Unicode;
using Bridge.SockJS.Frames;
using Bridge.SockJS.Sessions;

namespace Bridge.SockJS.Transports;

/// <summary>Carries messages between a WebSocket and its session until either ends.</summary>
/// <param name="socket">The WebSocket.</param>
/// <param name="session">The session.</param>
/// <param name="receiver">Its receiver.</param>
/// <param name="transport">With SockJS frames or without.</param>
/// <param name="service">The service.</param>
/// <param name="pings">Sends the WebSocket's pings; null where there are none.</param>
internal sealed class WebSocketRelay(
    WebSocket socket, SockJSSession session, Receiver receiver, SockJSTransports transport, SockJSService service, PingStream? pings)
{
    private const int MaxReasonBytes = 123;
    private const int ReadSize = 4_096;

    // How long a peer may take to answer a close.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly bool _isRaw = transport == SockJSTransports.RawWebSocket;

    // What the server ends the WebSocket with; null when the peer is gone.
    private SessionClose? _close;

    public async Task RunAsync(CancellationToken aborted)
    {
        Task receiving = ReceiveAllAsync(aborted);
        try
        {
            await SendAllAsync(aborted);
            if (_close is { } close && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(StatusOf(close), ReasonOf(close), aborted);
                await receiving.WaitAsync(CloseTimeout, service.Time, aborted);
            }
        }
        catch (Exception e) when (IsEndOfPeer(e) || e is TimeoutException)
        {
            // There is nobody left to tell.
        }

        socket.Abort();
        await receiving;
    }

    private static bool IsEndOfPeer(Exception e) =>
        e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;

    private static WebSocketCloseStatus StatusOf(SessionClose close) => (WebSocketCloseStatus)close.Code;

    private static string ReasonOf(SessionClose close)
    {
        Span<byte> cut = stackalloc byte[MaxReasonBytes];
        Utf8.FromUtf16(close.Reason, cut, out int read, out _);
        return close.Reason[..read];
    }

    private async Task SendAllAsync(CancellationToken aborted)
    {
        while (!receiver.IsDropped)
        {
            if (!session.TryTake(receiver, out OutboundFrame frame))
            {
                await receiver.WaitAsync();
                continue;
            }

            if (frame.Kind == FrameKind.Heartbeat && pings is { IsPeerSilent: true })
            {
                return;
            }

            await (_isRaw ? SendRawAsync(frame, aborted) : SendFrameAsync(frame, aborted));
            if (frame.Kind == FrameKind.Heartbeat && pings is not null)
            {
                await pings.PingAsync(aborted);
            }

            if (frame.Kind == FrameKind.Close)
            {
                _close = _isRaw ? frame.Close : SessionClose.Normal;
                return;
            }
        }
    }

    private async Task SendFrameAsync(OutboundFrame frame, CancellationToken aborted)
    {
        using PooledWriter output = new();
        frame.WriteTo(output);
        await socket.SendAsync(output.Written, WebSocketMessageType.Text, endOfMessage: true, aborted);
    }

    private async Task SendRawAsync(OutboundFrame frame, CancellationToken aborted)
    {
        foreach (ReadOnlyMemory<byte> message in frame.Messages)
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, aborted);
        }
    }

    private async Task ReceiveAllAsync(CancellationToken aborted)
    {
        try
        {
            _close = await ReceiveMessagesAsync(aborted);
            EndSession();
            await DiscardAsync(aborted);
        }
        catch (Exception e) when (IsEndOfPeer(e))
        {
            // The peer is gone, or did not answer in time.
        }
        finally
        {
            EndSession();
        }
    }

    /// <summary>Receives until the peer closes or sends what it may not.</summary>
    private async Task<SessionClose> ReceiveMessagesAsync(CancellationToken aborted)
    {
        while (true)
        {
            using PooledWriter message = new();
            WebSocketMessageType type = await ReceiveAsync(message, aborted);
            if (type == WebSocketMessageType.Close)
            {
                return SessionClose.Normal;
            }

            if (await AcceptAsync(type, message.Written, aborted) is { } refusal)
            {
                return refusal;
            }
        }
    }

    // An end with unread bytes would reset the connection, and the peer would not learn why it is closed.
    private async Task DiscardAsync(CancellationToken aborted)
    {
        byte[] discarded = new byte[ReadSize];
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            await socket.ReceiveAsync(discarded.AsMemory(), aborted);
        }
    }

    private void EndSession()
    {
        session.Detach(receiver, isDropped: true);
        receiver.Drop();
    }

    private async Task<WebSocketMessageType> ReceiveAsync(PooledWriter message, CancellationToken aborted)
    {
        // Without a buffer of its own while nothing comes.
        ValueWebSocketReceiveResult result = await socket.ReceiveAsync(Memory<byte>.Empty, aborted);
        while (!result.EndOfMessage && result.MessageType != WebSocketMessageType.Close
            && message.Written.Length <= service.Options.MaxMessageBytes)
        {
            result = await socket.ReceiveAsync(message.GetMemory(ReadSize), aborted);
            message.Advance(result.Count);
        }

        return result.MessageType;
    }

    /// <summary>Hands on what one message of the peer carries.</summary>
    /// <returns>Why the WebSocket must be closed, or null.</returns>
    private async Task<SessionClose?> AcceptAsync(WebSocketMessageType type, ReadOnlyMemory<byte> message, CancellationToken aborted)
    {
        if (message.Length > service.Options.MaxMessageBytes)
        {
            service.Metrics.Refuse("message");
            return new SessionClose((int)WebSocketCloseStatus.MessageTooBig, "Message too big.");
        }

        if (type == WebSocketMessageType.Binary)
        {
            return new SessionClose((int)WebSocketCloseStatus.InvalidMessageType, "Only text messages are understood.");
        }

        List<byte[]> messages;
        if (_isRaw && !Utf8.IsValid(message.Span))
        {
            return new SessionClose((int)WebSocketCloseStatus.InvalidPayloadData, "Text must be UTF-8.");
        }
        else if (_isRaw)
        {
            messages = [message.ToArray()];
        }
        else if (message.IsEmpty)
        {
            return null;
        }
        else if (MessageParser.Parse(message.Span, allowBareString: true, out messages) != MessageSyntax.Valid)
        {
            return new SessionClose(3000, "Broken framing.");
        }

        session.Receive(messages);
        await session.Input.WaitForRoomAsync().WaitAsync(aborted);
        return null;
    }
}
