// Licensed under the MIT License. See LICENSE in the repository root.

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
    DialectWebSocketEndpoint<THub> webSockets, IPusherAppStore apps, AppConnections connections, PusherDialect dialect, PusherSessionContext context)
    where THub : Hub
{
    /// <summary>The name of the route parameter.</summary>
    public const string Key = "key";

    private const string Subprotocol = "pusher-channels-protocol-7";

    public async Task HandleAsync(HttpContext http)
    {
        string key = (string)http.Request.RouteValues[Key]!;
        PusherApp? app = apps.FindByKey(key);
        if (RefusalFor(http, key, app, out PusherProtocolVersion version) is { } refusal)
        {
            await RefuseAsync(http, refusal);
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
                http, dialect, OptionsFor(version), connection => new PusherSession(context, app!, connection, version));
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

    private DialectWebSocketOptions OptionsFor(PusherProtocolVersion version)
    {
        PusherOptions options = context.Options;
        TimeSpan pongTimeout = TimeSpan.FromSeconds(options.PongTimeoutSeconds);
        TimeSpan activityTimeout = TimeSpan.FromSeconds(options.ActivityTimeoutSeconds);
        return new DialectWebSocketOptions
        {
            Subprotocol = Subprotocol,
            MaxMessageBytes = options.MaxMessageBytes,

            // The client asks first; the server only where it did not. One that can't answer is left alone for a day.
            KeepAlive = version.AnswersPing
                ? new KeepAlive(activityTimeout + pongTimeout, pongTimeout)
                : new KeepAlive(TimeSpan.FromHours(24), TimeSpan.Zero),
        };
    }
}
