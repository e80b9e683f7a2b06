// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using Bridge.SockJS.Endpoints;
using Bridge.SockJS.Sessions;
using Microsoft.AspNetCore.Http;

namespace Bridge.SockJS.Transports;

/// <summary>Serves WebSockets, with SockJS frames and without. Their sessions live as long as they do, and their ids mean nothing.</summary>
/// <param name="service">The service.</param>
internal sealed class WebSocketEndpoint(SockJSService service)
{
    // How long a peer may take to answer a ping.
    private static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(10);

    public async Task RunAsync(HttpContext context, SockJSTransports transport)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, "Not a valid websocket request");
            return;
        }

        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = service.Options.HeartbeatDelay,
            KeepAliveTimeout = PongTimeout,
        });
        SockJSConnection connection = service.CreateConnection(context, transport);
        Receiver receiver = new();
        connection.Session.Attach(receiver);
        service.Start(connection);
        try
        {
            await new WebSocketRelay(socket, connection.Session, receiver, transport, service).RunAsync(context.RequestAborted);
        }
        finally
        {
            connection.Session.Detach(receiver, isDropped: true);
        }
    }
}
