// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Bridge.SockJS.Transports;

/// <summary>The callback that htmlfile and jsonp requests name. It goes into a script, so few characters are allowed.</summary>
internal static class CallbackName
{
    private const int MaxLength = 32;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>The name, or null and an error.</summary>
    public static string? Of(HttpRequest request, out string error)
    {
        string name = request.Query["c"].ToString();
        name = name.Length > 0 ? name : request.Query["callback"].ToString();
        error = name.Length == 0 ? "\"callback\" parameter required" : "invalid \"callback\" parameter";
        return name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(Allowed) ? name : null;
    }
}
