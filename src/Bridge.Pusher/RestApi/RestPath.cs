// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Pusher.RestApi;

/// <summary>The path of a REST request, as its signature may have seen it.</summary>
internal static class RestPath
{
    private const string Start = "/apps/";

    /// <summary>
    /// The request's path as it came; without what a proxy or a mount put in front of it; with what a proxy took away
    /// (the path base); and each of them with percent escapes decoded. The likeliest come first.
    /// </summary>
    public static List<string> Candidates(HttpRequest request)
    {
        string raw = RawPath(request);
        string bare = raw[Math.Max(raw.IndexOf(Start, StringComparison.Ordinal), 0)..];
        List<string> candidates = [];
        AddBoth(candidates, raw);
        AddBoth(candidates, bare);
        AddBoth(candidates, request.PathBase.ToUriComponent() + bare);
        return candidates;
    }

    private static string RawPath(HttpRequest request)
    {
        string target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/'))
        {
            return request.PathBase.Add(request.Path).ToUriComponent();
        }

        int query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }

    private static void AddBoth(List<string> candidates, string path)
    {
        Add(candidates, path);
        Add(candidates, Uri.UnescapeDataString(path));
    }

    private static void Add(List<string> candidates, string path)
    {
        if (!candidates.Contains(path))
        {
            candidates.Add(path);
        }
    }
}
