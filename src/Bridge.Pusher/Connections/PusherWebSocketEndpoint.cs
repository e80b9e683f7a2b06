// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.WebSockets;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Pusher.Connections;

/// <summary>Serves <c>/app/{key}</c> (docs/specs/pusher.md, "Connecting").</summary>
internal sealed class PusherWebSocketEndpoint<THub>(
    DialectWebSocketEndpoint<THub> webSockets, IPusherAppStore apps, AppConnections connections, PusherDialect dialect, PusherSessionContext context,
    HubAccess<THub> access)
    where THub : Hub
{
    /// <summary>The name of the route parameter.</summary>
    public const string Key = "key";

    private const string Subprotocol = "pusher-channels-protocol-7";

    // Clients that can't answer a ping are left alone for a day.
    private static readonly KeepAlive SilentClients = new(TimeSpan.FromHours(24), TimeSpan.Zero);

    private readonly DialectWebSocketOptions _options = OptionsWith(AskingClients(context.Options), context.Options);
    private readonly DialectWebSocketOptions _optionsOfSilentClients = OptionsWith(SilentClients, context.Options);

    public async Task HandleAsync(HttpContext http)
    {
        string key = (string)http.Request.RouteValues[Key]!;
        PusherApp? app = apps.FindByKey(key);
        if (RefusalFor(http, key, app, out PusherProtocolVersion version) is { } refusal)
        {
            await RefuseAsync(http, refusal);
            return;
        }

        if (!await access.IsAllowedAsync(http))
        {
            await RefuseAsync(http, PusherCloseCode.Unauthorized);
            return;
        }

        if (!connections.TryAdd(app!))
        {
            await RefuseAsync(http, PusherCloseCode.ConnectionQuotaReached);
            return;
        }

        try
        {
            await webSockets.RunAsync(
                http, dialect, version.AnswersPing ? _options : _optionsOfSilentClients, connection => new PusherSession(context, app!, connection, version));
        }
        finally
        {
            connections.Remove(app!);
        }
    }

    private static PusherCloseCode? RefusalFor(HttpContext http, string key, PusherApp? app, out PusherProtocolVersion version)
    {
        version = default;
        if (app is null)
        {
            return PusherCloseCode.AppKeyUnknown(key);
        }

        if (app.Disabled)
        {
            return PusherCloseCode.AppDisabled;
        }

        if (!app.AllowsOrigin(http.Request.Headers.Origin.ToString()))
        {
            return PusherCloseCode.OriginNotAllowed;
        }

        return PusherProtocolVersion.TryParse(ProtocolOf(http.Request.QueryString), out version, out PusherCloseCode? refusal) ? null : refusal;
    }

    /// <summary>Reads the one parameter of interest without keeping the others for as long as the connection lives.</summary>
    private static string? ProtocolOf(QueryString query)
    {
        foreach (QueryStringEnumerable.EncodedNameValuePair parameter in new QueryStringEnumerable(query.Value))
        {
            if (parameter.DecodeName().Span is "protocol")
            {
                return parameter.DecodeValue().ToString();
            }
        }

        return null;
    }

    private Task RefuseAsync(HttpContext http, PusherCloseCode refusal)
    {
        OutboundMessage error = OutboundMessage.Text(
            refusal, static (refusal, output) => PusherMessages.WriteError(output, refusal.Code, refusal.Reason));
        return webSockets.RefuseAsync(http, Subprotocol, error, new ConnectionClose(refusal.Code, refusal.Reason));
    }

    private static DialectWebSocketOptions OptionsWith(KeepAlive keepAlive, PusherOptions options) =>
        new() { Subprotocol = Subprotocol, MaxMessageBytes = options.MaxMessageBytes, KeepAlive = keepAlive };

    /// <summary>The client asks first; the server only where it did not.</summary>
    private static KeepAlive AskingClients(PusherOptions options)
    {
        TimeSpan pongTimeout = TimeSpan.FromSeconds(options.PongTimeoutSeconds);
        return new KeepAlive(TimeSpan.FromSeconds(options.ActivityTimeoutSeconds) + pongTimeout, pongTimeout);
    }
}
