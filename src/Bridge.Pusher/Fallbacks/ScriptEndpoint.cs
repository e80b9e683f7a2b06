// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Bridge.Pusher.Fallbacks;

/// <summary>Serves <c>/{version}/sockjs.js</c> and its like: the same file for every version of pusher-js.</summary>
internal sealed class ScriptEndpoint
{
    private readonly byte[] _script;
    private readonly string _tag;

    private ScriptEndpoint(string name)
    {
        using Stream resource = typeof(ScriptEndpoint).Assembly.GetManifestResourceStream(name)!;
        _script = new byte[resource.Length];
        resource.ReadExactly(_script);
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_script))}\"";
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (string name in (string[])["sockjs.js", "sockjs.min.js", "json2.js", "json2.min.js"])
        {
            RoutePattern pattern = RoutePatternFactory.Parse(
                $"/{{version}}/{name}", defaults: null, parameterPolicies: new { version = new VersionConstraint() });
            endpoints.Map(pattern, new ScriptEndpoint(name).AnswerAsync)
                .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
                .WithDisplayName($"pusher-js {name}");
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=86400";
        headers.ETag = _tag;
        headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch == _tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/javascript; charset=utf-8";
        context.Response.ContentLength = _script.Length;
        return context.Response.Body.WriteAsync(_script).AsTask();
    }

    /// <summary>Keeps the route off the scripts of the app itself.</summary>
    private sealed class VersionConstraint : IRouteConstraint
    {
        private const int MaxLength = 32;

        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values[routeKey] is string { Length: > 0 and <= MaxLength } version && char.IsAsciiDigit(version[0]);
    }
}
