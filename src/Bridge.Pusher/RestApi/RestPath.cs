// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Pusher.RestApi;

/// <summary>The path of a REST request, as its signature may have seen it.</summary>
internal readonly ref struct RestPath
{
    /// <summary>How many readings there are.</summary>
    public const int Readings = 8;

    private const string Start = "/apps/";

    private readonly ReadOnlySpan<char> _before;
    private readonly ReadOnlySpan<char> _bare;
    private readonly ReadOnlySpan<char> _pathBase;
    private readonly ReadOnlySpan<char> _publicPrefix;

    /// <summary>Takes the path of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="publicPrefix">What a proxy takes away without telling; may be empty.</param>
    public RestPath(HttpRequest request, string publicPrefix)
    {
        ReadOnlySpan<char> raw = Raw(request);
        int start = Math.Max(raw.IndexOf(Start), 0);
        _before = raw[..start];
        _bare = raw[start..];
        _pathBase = request.PathBase.ToUriComponent();
        _publicPrefix = publicPrefix;
    }

    /// <summary>What no reading is longer than.</summary>
    public int MaxLength => _bare.Length + Math.Max(_before.Length, Math.Max(_pathBase.Length, _publicPrefix.Length));

    /// <summary>
    /// Writes one reading: the path as it came; without what a proxy or a mount put in front of it; with what a proxy took
    /// away; each as it is and with percent escapes decoded. The likeliest come first.
    /// </summary>
    /// <param name="reading">Its number, below <see cref="Readings"/>.</param>
    /// <param name="target">Where to.</param>
    /// <param name="length">The length of the text.</param>
    /// <returns>False when this reading is the same as another one.</returns>
    public bool TryWrite(int reading, Span<char> target, out int length)
    {
        length = 0;
        bool isDecoded = (reading & 1) != 0;
        ReadOnlySpan<char> prefix;
        switch (reading >> 1)
        {
            case 0:
                prefix = _before;
                break;
            case 1 when !_before.IsEmpty:
                prefix = [];
                break;
            case 2 when !_pathBase.IsEmpty && !_pathBase.SequenceEqual(_before):
                prefix = _pathBase;
                break;
            case 3 when !_publicPrefix.IsEmpty && !_publicPrefix.SequenceEqual(_before) && !_publicPrefix.SequenceEqual(_pathBase):
                prefix = _publicPrefix;
                break;
            default:
                return false;
        }

        if (isDecoded && !prefix.Contains('%') && !_bare.Contains('%'))
        {
            return false;
        }

        length = Append(prefix, isDecoded, target);
        length += Append(_bare, isDecoded, target[length..]);
        return true;
    }

    /// <summary>The decoded last but one segment of a path, which routing would leave half decoded.</summary>
    public static string SegmentBeforeLast(HttpRequest request)
    {
        ReadOnlySpan<char> path = Raw(request).TrimEnd('/');
        path = path[..path.LastIndexOf('/')];
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }

    private static int Append(ReadOnlySpan<char> part, bool isDecoded, Span<char> target)
    {
        ReadOnlySpan<char> text = isDecoded ? Uri.UnescapeDataString(part) : part;
        text.CopyTo(target);
        return text.Length;
    }

    private static ReadOnlySpan<char> Raw(HttpRequest request)
    {
        string target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/'))
        {
            return request.PathBase.Add(request.Path).ToUriComponent();
        }

        int query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target.AsSpan(0, query);
    }
}
