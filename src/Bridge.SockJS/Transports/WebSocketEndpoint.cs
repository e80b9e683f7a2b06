// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using Bridge.SockJS.Endpoints;
using Bridge.SockJS.Hixie76;
using Bridge.SockJS.Sessions;
using Microsoft.AspNetCore.Http;

namespace Bridge.SockJS.Transports;

/// <summary>Serves WebSockets, with SockJS frames and without. Their sessions live as long as they do, and their ids mean nothing.</summary>
/// <param name="service">The service.</param>
internal sealed class WebSocketEndpoint(SockJSService service)
{
    // The service sends pings of its own, with its heartbeats.
    private static readonly WebSocketAcceptContext WithoutKeepAlive = new() { KeepAliveInterval = Timeout.InfiniteTimeSpan };

    public async Task RunAsync(HttpContext context, SockJSTransports transport)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(WithoutKeepAlive);
            await RunAsync(context, transport, socket, context.Features.Get<PingFeature>()?.Stream);
        }
        else if (service.Options.Hixie76 && Hixie76Handshake.TryParse(context, out Hixie76Handshake? handshake))
        {
            await RunAsync(context, transport, await handshake.AcceptAsync(context, service.Time), pings: null);
        }
        else
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, "Not a valid websocket request");
        }
    }

    private async Task RunAsync(HttpContext context, SockJSTransports transport, WebSocket socket, PingStream? pings)
    {
        using WebSocket owned = socket;
        SockJSConnection connection = service.CreateConnection(context, transport);
        Receiver receiver = service.CreateReceiver();
        connection.Session.Attach(receiver);
        service.Start(connection);
        try
        {
            await new WebSocketRelay(socket, connection.Session, receiver, transport, service, pings).RunAsync(context.RequestAborted);
        }
        finally
        {
            connection.Session.Detach(receiver, isDropped: true);
        }
    }
}
