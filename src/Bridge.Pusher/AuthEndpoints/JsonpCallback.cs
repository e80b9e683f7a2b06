// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>The names of JSONP callbacks, for example <c>Pusher.auth_callbacks['1']</c>: nothing that could do more than name a function.</summary>
internal static class JsonpCallback
{
    private const int MaxLength = 100;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.[]'");

    /// <summary>Whether the text may stand in front of the answer.</summary>
    public static bool IsValid(ReadOnlySpan<char> callback) =>
        !callback.IsEmpty && callback.Length <= MaxLength && !callback.ContainsAnyExcept(Allowed);
}
