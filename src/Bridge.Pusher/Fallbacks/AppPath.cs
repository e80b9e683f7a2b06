// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using System.Text;
using Bridge.Pusher.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.Fallbacks;

/// <summary>What a client asks for. Over SockJS its first message says it, <c>{"path":"/app/KEY?protocol=7"}</c>; elsewhere the URL.</summary>
/// <param name="Key">The app's key.</param>
/// <param name="Query">The query.</param>
internal sealed record AppPath(string Key, QueryString Query)
{
    private const string Prefix = "/app/";

    private static readonly byte[][] Members = [Encoding.UTF8.GetBytes("path")];

    /// <summary>Reads the message. False for whatever is not the path of an app.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, [NotNullWhen(true)] out AppPath? path)
    {
        path = null;
        if (JsonMembers.ReadStrings(message, Members)[0] is not { } text || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        int query = text.IndexOf('?');
        string key = query < 0 ? text[Prefix.Length..] : text[Prefix.Length..query];
        if (key.Length == 0 || key.Contains('/'))
        {
            return false;
        }

        path = new AppPath(Uri.UnescapeDataString(key), new QueryString(query < 0 ? null : text[query..]));
        return true;
    }
}
