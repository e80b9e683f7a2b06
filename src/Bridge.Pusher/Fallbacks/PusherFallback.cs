// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Connections;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Connections;
using Bridge.Pusher.Hubs;
using Bridge.Pusher.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Fallbacks;

/// <summary>Serves Pusher clients that can't use a WebSocket (docs/specs/pusher.md, "Without WebSocket").</summary>
internal sealed class PusherFallback<THub>(
    DialectEndpoint<THub> endpoint, PusherAdmission admission, PusherDialect dialect, PusherSessionContext context,
    HubAccess<THub> access, PusherHubs hubs, IPusherAppStore apps) : IPusherFallback
    where THub : Hub
{
    // What browsers call an origin that they don't tell. No list of origins has it.
    private const string UnknownOrigin = "null";

    private static readonly TimeSpan PathTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Serves a session of the HTTP transports, whose path names the app.</summary>
    /// <param name="connection">The session.</param>
    public Task RunHttpAsync(ConnectionContext connection)
    {
        HttpContext request = connection.GetHttpContext()!;
        string key = (string)request.Request.RouteValues[PusherAdmission.Key]!;
        return ServeAsync(new SockJSTransport(connection), request, new AppPath(key, request.Request.QueryString), OriginOf(request));
    }

    /// <summary>Serves a SockJS session, whose first message names the app and with it the hub.</summary>
    /// <param name="connection">The session.</param>
    public async Task RunSockJSAsync(ConnectionContext connection)
    {
        SockJSTransport transport = new(connection);
        HttpContext request = connection.GetHttpContext()!;
        if (await ReceivePathAsync(transport) is { } path && hubs.FallbackOf(apps.FindByKey(path.Key)) is { } fallback)
        {
            // Only pages use SockJS, and those that do it through frames and scripts tell nothing of where they come from.
            string origin = OriginOf(request);
            await fallback.ServeAsync(transport, request, path, origin.Length == 0 ? UnknownOrigin : origin);
        }
        else
        {
            await RefuseAsync(transport, PusherCloseCode.PathNotFound);
        }
    }

    /// <inheritdoc/>
    public async Task ServeAsync(SockJSTransport transport, HttpContext request, AppPath app, string origin)
    {
        if ((admission.Check(app.Key, app.Query, origin, out PusherAdmitted admitted) ?? await admission.CountAsync(admitted)) is { } refusal)
        {
            await RefuseAsync(transport, refusal);
            return;
        }

        try
        {
            if (!await access.IsAllowedAsync(request))
            {
                await RefuseAsync(transport, PusherCloseCode.Unauthorized);
                return;
            }

            await endpoint.RunAsync(
                request, transport, dialect, context.ConnectionOptionsOf(admitted.Version),
                connection => new PusherSession(context, admitted.App, admitted.Key, connection, admitted.Version));
        }
        finally
        {
            admission.Release(admitted);
        }
    }

    private static string OriginOf(HttpContext request) => request.Request.Headers.Origin.ToString();

    private static async Task RefuseAsync(SockJSTransport transport, PusherCloseCode refusal)
    {
        try
        {
            await transport.RefuseAsync(PusherSession.Error(refusal), new ConnectionClose(refusal.Code, refusal.Reason));
        }
        catch (ConnectionAbortedException)
        {
            // It did not want to know.
        }
    }

    private async Task<AppPath?> ReceivePathAsync(SockJSTransport transport)
    {
        try
        {
            ReadOnlyMemory<byte>? message = await transport.ReceiveAsync().AsTask().WaitAsync(PathTimeout, context.Time);
            return message is { } text && AppPath.TryRead(text.Span, out AppPath? path) ? path : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
