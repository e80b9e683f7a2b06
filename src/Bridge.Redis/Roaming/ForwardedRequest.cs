// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bridge.Redis.Roaming;

/// <summary>A request as it goes on to another node, and its answer as it goes back.</summary>
internal static class ForwardedRequest
{
    // What belongs to one connection (RFC 9110, section 7.6.1), and what the hop tells better.
    private static readonly FrozenSet<string> NotForwarded = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.Connection, "Keep-Alive", HeaderNames.ProxyAuthenticate, HeaderNames.ProxyAuthorization, "Proxy-Connection", HeaderNames.TE,
        HeaderNames.Trailer, HeaderNames.TransferEncoding, HeaderNames.Upgrade, HeaderNames.Expect, "X-Forwarded-For", "X-Forwarded-Proto",
        "X-Forwarded-Host", "Forwarded", "HTTP2-Settings");

    private const string WebSocket = "websocket";

    // The path is compared as the client sent it.
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Makes the request.</summary>
    /// <param name="context">The request as it came in.</param>
    /// <param name="node">The address of the node that it goes to.</param>
    public static HttpRequestMessage Create(HttpContext context, string node)
    {
        HttpRequest source = context.Request;
        bool isConnect = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: WebSocket };
        var request = new HttpRequestMessage(new HttpMethod(isConnect ? HttpMethods.Get : source.Method), new Uri(node + TargetOf(context), AsItIs))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (!isConnect && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            request.Content = new StreamContent(source.Body);
        }

        bool isUpgrade = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };
        StringValues connection = source.Headers.Connection;
        foreach ((string name, StringValues values) in source.Headers)
        {
            if (!NotForwarded.Contains(name) && !IsNamedIn(connection, name)
                && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        if (isConnect)
        {
            // HTTP/2 has no upgrade, and a WebSocket over it no key (RFC 8441, section 5).
            request.Headers.TryAddWithoutValidation(HeaderNames.Connection, HeaderNames.Upgrade);
            request.Headers.TryAddWithoutValidation(HeaderNames.Upgrade, WebSocket);
            request.Headers.TryAddWithoutValidation(HeaderNames.SecWebSocketKey, Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        }
        else if (isUpgrade)
        {
            request.Headers.TryAddWithoutValidation(HeaderNames.Connection, HeaderNames.Upgrade);
            request.Headers.TryAddWithoutValidation(HeaderNames.Upgrade, (string?)source.Headers.Upgrade);
        }

        return request;
    }

    /// <summary>Copies the status and the headers of the answer.</summary>
    public static void CopyHead(HttpResponseMessage answer, HttpResponse response)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var headers in (ReadOnlySpan<System.Net.Http.Headers.HttpHeadersNonValidated>)[answer.Headers.NonValidated, answer.Content.Headers.NonValidated])
        {
            foreach (var (name, values) in headers)
            {
                if (!NotForwarded.Contains(name))
                {
                    response.Headers[name] = values.ToArray();
                }
            }
        }
    }

    /// <summary>The path and query of a request as its client sent them.</summary>
    public static string TargetOf(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.StartsWith('/') ? target : context.Request.PathBase + context.Request.Path + context.Request.QueryString;
    }

    private static bool IsNamedIn(StringValues connection, string name)
    {
        foreach (string? value in connection)
        {
            if (value is not null && value.Split(',', StringSplitOptions.TrimEntries).Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
