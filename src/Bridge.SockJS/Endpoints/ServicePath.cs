// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Bridge.SockJS.Endpoints;

/// <summary>
/// The part of a request's path below the service. As the client sent it: ids are compared undecoded, and the server's own
/// path has lost its dot segments.
/// </summary>
internal static class ServicePath
{
    /// <summary>The name of the route value that takes all below the service.</summary>
    public const string RouteValue = "sockjs";

    /// <summary>The most characters of an id.</summary>
    public const int MaxIdLength = 256;

    /// <summary>The path with its first slash; empty for the service itself. One slash at the end does not count.</summary>
    public static ReadOnlySpan<char> BelowService(HttpContext context)
    {
        ReadOnlySpan<char> below = Below(RawPathOf(context), DepthOf(context));
        return below.EndsWith('/') ? below[..^1] : below;
    }

    /// <summary>
    /// The key of a session. A service whose path has parameters is a service of its own for each value of them: the path is
    /// part of the key.
    /// </summary>
    /// <param name="context">A request for the session.</param>
    /// <param name="id">The session's id.</param>
    public static string SessionKey(HttpContext context, ReadOnlySpan<char> id)
    {
        if (((RouteEndpoint)context.GetEndpoint()!).RoutePattern.Parameters.Count == 1)
        {
            return id.ToString();
        }

        ReadOnlySpan<char> path = RawPathOf(context);
        return string.Concat(path[..^Below(path, DepthOf(context)).Length], "/", id);
    }

    /// <summary>Whether a segment can be the id of a server or a session.</summary>
    public static bool IsId(ReadOnlySpan<char> segment) => segment.Length is > 0 and <= MaxIdLength && !segment.Contains('.');

    /// <summary>The path and the query as the client sent them.</summary>
    public static string RawPathAndQueryOf(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/'))
        {
            // The absolute form, as for proxies.
            int host = target.IndexOf("://", StringComparison.Ordinal);
            int path = host < 0 ? -1 : target.IndexOf('/', host + 3);
            target = path < 0 ? "/" : target[path..];
        }

        return target;
    }

    private static ReadOnlySpan<char> RawPathOf(HttpContext context)
    {
        ReadOnlySpan<char> target = RawPathAndQueryOf(context);
        int query = target.IndexOf('?');
        return query < 0 ? target : target[..query];
    }

    /// <summary>How many segments lead to the service.</summary>
    private static int DepthOf(HttpContext context)
    {
        int inPattern = ((RouteEndpoint)context.GetEndpoint()!).RoutePattern.PathSegments.Count - 1;
        return inPattern + (context.Request.PathBase.Value ?? string.Empty).AsSpan().Count('/');
    }

    private static ReadOnlySpan<char> Below(ReadOnlySpan<char> path, int depth)
    {
        for (; depth > 0; depth--)
        {
            int next = path[1..].IndexOf('/');
            if (next < 0)
            {
                return [];
            }

            path = path[(next + 1)..];
        }

        return path;
    }
}
