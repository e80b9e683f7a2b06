// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bridge.Core.WebSockets;

/// <summary>
/// The opening handshake: HTTP/1.1 upgrade (RFC 6455, section 4) and HTTP/2 extended CONNECT (RFC 8441). Done here because
/// the framework's own one gives a WebSocket, not the stream that frames are written to.
/// </summary>
internal static class WebSocketHandshake
{
    private const string Version = "13";
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Whether the request asks for a WebSocket.</summary>
    /// <param name="context">The request.</param>
    public static bool IsRequested(HttpContext context) =>
        ExtendedConnectOf(context) is not null
        || (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && HttpMethods.IsGet(context.Request.Method)
            && HasToken(context.Request.Headers.Upgrade.ToString(), "websocket")
            && HasToken(context.Request.Headers.Connection.ToString(), "upgrade"));

    /// <summary>Accepts the WebSocket.</summary>
    /// <param name="context">The request; <see cref="IsRequested"/> holds for it.</param>
    /// <param name="subprotocol">A subprotocol that is chosen if the client offers it, or null.</param>
    /// <returns>The stream of frames; null when the request was wrong and has been answered with 400.</returns>
    public static async Task<Stream?> AcceptAsync(HttpContext context, string? subprotocol)
    {
        IHeaderDictionary request = context.Request.Headers;
        IHeaderDictionary response = context.Response.Headers;
        if (request.SecWebSocketVersion != Version)
        {
            response.SecWebSocketVersion = Version;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return null;
        }

        // Unlike the other tokens, the names of subprotocols are compared exactly: a client that offered it in other letters
        // would take the answer for one that it did not offer.
        if (subprotocol is not null && HasToken(request.SecWebSocketProtocol.ToString(), subprotocol, StringComparison.Ordinal))
        {
            response.SecWebSocketProtocol = subprotocol;
        }

        if (ExtendedConnectOf(context) is { } connect)
        {
            return await connect.AcceptAsync();
        }

        string key = request.SecWebSocketKey.ToString();
        if (!IsKey(key))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return null;
        }

        response.Connection = HeaderNames.Upgrade;
        response.Upgrade = "websocket";
        response.SecWebSocketAccept = AcceptOf(key);
        return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    private static IHttpExtendedConnectFeature? ExtendedConnectOf(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" } connect ? connect : null;

    private static bool IsKey(string key) => key.Length == 24 && Base64.IsValid(key, out int length) && length == 16;

    private static string AcceptOf(string key)
    {
#pragma warning disable CA5350 // RFC 6455 fixes SHA-1; nothing secret depends on it.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
    }

    private static bool HasToken(string header, string token, StringComparison comparison = StringComparison.OrdinalIgnoreCase)
    {
        foreach (Range part in header.AsSpan().Split(','))
        {
            if (header.AsSpan(part).Trim().Equals(token, comparison))
            {
                return true;
            }
        }

        return false;
    }
}
