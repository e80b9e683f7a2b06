// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bridge.SockJS.Endpoints;

/// <summary>The sets of headers that answers carry.</summary>
/// <param name="options">The service's options.</param>
/// <param name="time">The clock.</param>
internal sealed class ResponseHeaders(SockJSOptions options, TimeProvider time)
{
    private const string CookieName = "JSESSIONID";

    private static readonly TimeSpan CacheTime = TimeSpan.FromDays(365);
    private static readonly string CacheSeconds = CacheTime.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    public static void AddNoCache(HttpContext context) =>
        context.Response.Headers.CacheControl = "no-store, no-cache, no-transform, must-revalidate, max-age=0";

    /// <summary>Whether a value of a request can be sent back. The server takes other characters, but throws when they are to be sent.</summary>
    public static bool CanEcho(string value) => value.Length > 0 && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    public void AddCache(HttpContext context)
    {
        context.Response.Headers.CacheControl = $"public, max-age={CacheSeconds}";
        context.Response.Headers.Expires = HeaderUtilities.FormatDate(time.GetUtcNow() + CacheTime);
    }

    /// <summary>Lets pages of other sites read the answer. The origin <c>null</c> is one like others.</summary>
    public void AddCors(HttpContext context)
    {
        if (!options.Cors)
        {
            return;
        }

        IHeaderDictionary response = context.Response.Headers;
        string origin = context.Request.Headers.Origin.ToString();
        if (options.Client == SockJSClient.PusherHttp)
        {
            response.AccessControlAllowOrigin = "*";
        }
        else
        {
            response.Vary = HeaderNames.Origin;
            bool isKnown = CanEcho(origin);
            response.AccessControlAllowOrigin = isKnown ? origin : "*";
            response.AccessControlAllowCredentials = isKnown ? "true" : default(StringValues);
        }

        string headers = context.Request.Headers.AccessControlRequestHeaders.ToString();
        if (CanEcho(headers))
        {
            response.AccessControlAllowHeaders = headers;
        }
    }

    /// <summary>Answers a preflight request.</summary>
    public Task AnswerOptionsAsync(HttpContext context, string methods)
    {
        AddCache(context);
        AddCors(context);
        if (options.Cors)
        {
            context.Response.Headers.AccessControlAllowMethods = methods;
            context.Response.Headers.AccessControlMaxAge = CacheSeconds;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>The cookie of load balancers, with the value that the client has already.</summary>
    public void AddCookie(HttpContext context)
    {
        if (options.JSessionId)
        {
            string attributes = options.CrossSiteJSessionId ? "; SameSite=None; Secure" : string.Empty;
            context.Response.Headers.SetCookie = $"{CookieName}={CookieOf(context.Request)}; path=/{attributes}";
        }
    }

    // Read undecoded: what is sent back must be what came.
    private static string CookieOf(HttpRequest request)
    {
        if (CookieHeaderValue.TryParseList(request.Headers.Cookie, out IList<CookieHeaderValue>? cookies))
        {
            foreach (CookieHeaderValue cookie in cookies)
            {
                if (cookie.Name == CookieName)
                {
                    return cookie.Value.ToString();
                }
            }
        }

        return "dummy";
    }
}
