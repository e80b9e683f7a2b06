// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Connections;
using Bridge.Core.WebSockets;
using Bridge.Pusher.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Connections;

/// <summary>Serves <c>/app/{key}</c> (docs/specs/pusher.md, "Connecting").</summary>
internal sealed class PusherWebSocketEndpoint<THub>(
    DialectWebSocketEndpoint<THub> webSockets, PusherAdmission admission, PusherDialect dialect, PusherSessionContext context, HubAccess<THub> access)
    where THub : Hub
{
    private const string Subprotocol = "pusher-channels-protocol-7";

    public async Task HandleAsync(HttpContext http)
    {
        string key = (string)http.Request.RouteValues[PusherAdmission.Key]!;
        string origin = http.Request.Headers.Origin.ToString();
        if ((admission.Check(key, http.Request.QueryString, origin, out PusherAdmitted admitted) ?? await admission.CountAsync(admitted)) is { } refusal)
        {
            await RefuseAsync(http, refusal);
            return;
        }

        try
        {
            if (!await access.IsAllowedAsync(http))
            {
                await RefuseAsync(http, PusherCloseCode.Unauthorized);
                return;
            }

            await webSockets.RunAsync(
                http, dialect, Subprotocol, context.ConnectionOptionsOf(admitted.Version),
                connection => new PusherSession(context, admitted.App, admitted.Key, connection, admitted.Version));
        }
        finally
        {
            admission.Release(admitted);
        }
    }

    private Task RefuseAsync(HttpContext http, PusherCloseCode refusal) =>
        webSockets.RefuseAsync(http, Subprotocol, PusherSession.Error(refusal), new ConnectionClose(refusal.Code, refusal.Reason));
}
