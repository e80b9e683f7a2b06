// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Bridge.SockJS.Transports;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bridge.SockJS.Endpoints;

/// <summary>The page that sockjs-client loads into a hidden frame to reach this site from another one.</summary>
internal sealed class IframePage
{
    private const string Prefix = "iframe";
    private const string Suffix = ".html";

    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-._");

    private readonly byte[] _body;
    private readonly string _tag;
    private readonly ResponseHeaders _headers;

    public IframePage(string clientUrl, ResponseHeaders headers)
    {
        _headers = headers;
        _body = Encoding.UTF8.GetBytes($"""
            <!DOCTYPE html>
            <html>
            <head>
              <meta http-equiv="X-UA-Compatible" content="IE=edge" />
              <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
              <script src="{WebUtility.HtmlEncode(clientUrl)}"></script>
              <script>
                document.domain = document.domain;
                SockJS.bootstrap_iframe();
              </script>
            </head>
            <body>
              <h2>Don't panic!</h2>
              <p>This is a SockJS hidden iframe. It's used for cross domain magic.</p>
            </body>
            </html>
            """);
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_body))}\"";
    }

    /// <summary>Whether a path segment names the page; clients put a version and other things into the name.</summary>
    public static bool IsName(string segment) =>
        segment.Length >= Prefix.Length + Suffix.Length
        && segment.StartsWith(Prefix, StringComparison.Ordinal)
        && segment.EndsWith(Suffix, StringComparison.Ordinal)
        && !segment.AsSpan()[Prefix.Length..^Suffix.Length].ContainsAnyExcept(VersionCharacters);

    public Task AnswerAsync(HttpContext context)
    {
        _headers.AddCache(context);
        context.Response.Headers.ETag = _tag;
        if (context.Request.Headers.IfNoneMatch == _tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        context.Response.ContentType = ContentTypes.Html;
        context.Response.ContentLength = _body.Length;
        return context.Response.Body.WriteAsync(_body).AsTask();
    }
}
