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

    // Between the tags of the page, to the byte: browsers run it by its hash.
    private const string Bootstrap = "\n    document.domain = document.domain;\n    SockJS.bootstrap_iframe();\n  ";

    private readonly string _clientUrl;
    private readonly bool _isOfThisApp;
    private readonly byte[] _body;
    private readonly string _policy;
    private readonly ResponseHeaders _headers;

    public IframePage(string clientUrl, ResponseHeaders headers)
    {
        _headers = headers;
        _clientUrl = clientUrl;
        _isOfThisApp = clientUrl.StartsWith('/') && !clientUrl.StartsWith("//", StringComparison.Ordinal);
        _body = BodyFor(clientUrl);
        _policy = PolicyFor(clientUrl);
    }

    /// <summary>Whether a path segment names the page; clients put a version and other things into the name.</summary>
    public static bool IsName(ReadOnlySpan<char> segment) =>
        segment.Length >= Prefix.Length + Suffix.Length
        && segment.StartsWith(Prefix)
        && segment.EndsWith(Suffix)
        && !segment[Prefix.Length..^Suffix.Length].ContainsAnyExcept(VersionCharacters);

    public Task AnswerAsync(HttpContext context)
    {
        byte[] body = BodyFor(context.Request.PathBase);
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))}\"";
        _headers.AddCache(context);
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = _policy;
        context.Response.ContentType = ContentTypes.Html;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private byte[] BodyFor(PathString pathBase) =>
        _isOfThisApp && pathBase.HasValue ? BodyFor($"{pathBase.ToUriComponent()}{_clientUrl}") : _body;

    private static byte[] BodyFor(string clientUrl) => Encoding.UTF8.GetBytes($"""
        <!DOCTYPE html>
        <html>
        <head>
          <meta http-equiv="X-UA-Compatible" content="IE=edge" />
          <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
          <script src="{WebUtility.HtmlEncode(clientUrl)}"></script>
          <script>{Bootstrap}</script>
        </head>
        <body>
          <h2>Don't panic!</h2>
          <p>This is a SockJS hidden iframe. It's used for cross domain magic.</p>
        </body>
        </html>
        """);

    /// <summary>
    /// Two scripts and what they need: requests, and frames for htmlfile. Not who may frame the page: that other sites do is
    /// what it is for.
    /// </summary>
    private string PolicyFor(string clientUrl)
    {
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Bootstrap)));
        return $"default-src 'none'; script-src 'sha256-{hash}' {(_isOfThisApp ? "'self'" : SourceOf(clientUrl))}; connect-src *; frame-src *; base-uri 'none'; form-action 'none'";
    }

    // A source has no query, and semicolons and commas would end it.
    private static string SourceOf(string clientUrl)
    {
        bool hasScheme = !clientUrl.StartsWith('/');
        string source = new Uri(hasScheme ? clientUrl : $"http:{clientUrl}").GetLeftPart(UriPartial.Path)
            .Replace(";", "%3B", StringComparison.Ordinal)
            .Replace(",", "%2C", StringComparison.Ordinal);
        return hasScheme ? source : source["http://".Length..];
    }
}
