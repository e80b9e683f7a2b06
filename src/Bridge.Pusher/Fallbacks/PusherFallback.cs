// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;
using Bridge.Pusher.Connections;
using Bridge.Pusher.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Fallbacks;

/// <summary>Serves Pusher clients that can't use a WebSocket (docs/specs/pusher.md, "Without WebSocket").</summary>
internal sealed class PusherFallback<THub>(
    DialectEndpoint<THub> endpoint, PusherAdmission admission, PusherDialect dialect, PusherSessionContext context)
    where THub : Hub
{
    /// <summary>Serves a session of the HTTP transports, whose path names the app.</summary>
    /// <param name="connection">The session.</param>
    public Task RunHttpAsync(ConnectionContext connection)
    {
        HttpContext request = connection.GetHttpContext()!;
        string key = (string)request.Request.RouteValues[PusherAdmission.Key]!;
        return ServeAsync(new SockJSTransport(connection), request, key, request.Request.QueryString);
    }

    private async Task ServeAsync(SockJSTransport transport, HttpContext request, string key, QueryString query)
    {
        if (!admission.TryAdmit(key, query, request.Request.Headers.Origin.ToString(), out PusherAdmitted admitted, out PusherCloseCode? refusal))
        {
            await transport.RefuseAsync(PusherSession.Error(refusal), new ConnectionClose(refusal.Code, refusal.Reason));
            return;
        }

        try
        {
            await endpoint.RunAsync(
                request, transport, dialect, context.ConnectionOptionsOf(admitted.Version),
                connection => new PusherSession(context, admitted.App, admitted.Key, connection, admitted.Version));
        }
        finally
        {
            admission.Release(admitted);
        }
    }
}
