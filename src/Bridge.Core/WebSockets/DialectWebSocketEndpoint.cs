// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.WebSockets;

/// <summary>Serves a dialect's clients over WebSocket and gives each of them to the hub.</summary>
/// <typeparam name="THub">The hub.</typeparam>
public sealed class DialectWebSocketEndpoint<THub>
    where THub : Hub
{
    private readonly DialectEndpoint<THub> _endpoint;
    private readonly DeliveryEngine _delivery;

    /// <summary>Made by the container.</summary>
    /// <param name="services">The app's services, with those of <c>AddBridge</c>.</param>
    public DialectWebSocketEndpoint(IServiceProvider services)
    {
        _endpoint = services.GetRequiredService<DialectEndpoint<THub>>();
        _delivery = services.GetRequiredService<DeliveryEngine>();
    }

    /// <summary>Serves one connection from its handshake to its end.</summary>
    /// <param name="context">The request. One that asks for no WebSocket is answered with 400.</param>
    /// <param name="dialect">The words of the client; one instance for all connections.</param>
    /// <param name="subprotocol">A subprotocol that is chosen when the client offers it, or null.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="createSession">Makes the dialect's side of the connection.</param>
    public async Task RunAsync(
        HttpContext context, IDialect dialect, string? subprotocol, DialectConnectionOptions options,
        Func<DialectConnection, DialectSession> createSession)
    {
        if (await AcceptAsync(context, subprotocol) is not { } stream)
        {
            return;
        }

        var connection = new DialectConnection(dialect, context, context.Abort, _delivery.NextShard(), new StreamSink(stream))
        {
            KeepAlive = options.KeepAlive,
        };
        connection.Session = createSession(connection);
        bool direct = _delivery.Context.Options.DirectSocket;
        connection.DirectSocket = direct ? DirectSocketSwitch.Create(context, connection) : null;
        PipeReader input = WebSocketInput.Of(context, stream, direct);
        await _endpoint.RunAsync(connection, new WebSocketReceiver(input, connection, _delivery.Context.Time, options.MaxMessageBytes));
    }

    /// <summary>Refuses a connection in the dialect's own words, which a client only reads on an open WebSocket.</summary>
    /// <param name="context">The request.</param>
    /// <param name="subprotocol">A subprotocol that is chosen when the client offers it, or null.</param>
    /// <param name="message">The message that says why, or null.</param>
    /// <param name="close">The close code and reason.</param>
    public async Task RefuseAsync(HttpContext context, string? subprotocol, OutboundMessage? message, ConnectionClose close)
    {
        if (await AcceptAsync(context, subprotocol) is { } stream)
        {
            await WebSocketRefusal.SendAsync(stream, message, close, _delivery.Context.Time, context.RequestAborted);
        }
    }

    private static async Task<Stream?> AcceptAsync(HttpContext context, string? subprotocol)
    {
        if (!WebSocketHandshake.IsRequested(context))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("This address expects a WebSocket.\n");
            return null;
        }

        return await WebSocketHandshake.AcceptAsync(context, subprotocol);
    }
}
