// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Apps;

/// <summary>The patterns of <see cref="PusherApp.AllowedOrigins"/>: <c>*</c> or <c>scheme://[*.]host[:port]</c>.</summary>
internal static class OriginPattern
{
    private const string Wildcard = "://*.";

    /// <summary>Whether the text is a pattern.</summary>
    public static bool IsValid(string pattern)
    {
        if (pattern == "*")
        {
            return true;
        }

        // What is left when the wildcard is a plain label must be an origin just as browsers write it.
        string origin = pattern.Replace(Wildcard, "://any.", StringComparison.Ordinal);
        return Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
            && uri.Host.Length > 0
            && !origin.Contains('*', StringComparison.Ordinal)
            && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the origin is one that the pattern stands for.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> origin)
    {
        int wildcard = pattern.IndexOf(Wildcard, StringComparison.Ordinal);
        if (wildcard < 0)
        {
            return pattern is "*" || pattern.Equals(origin, StringComparison.OrdinalIgnoreCase);
        }

        ReadOnlySpan<char> scheme = pattern[..(wildcard + "://".Length)];
        ReadOnlySpan<char> domain = pattern[(scheme.Length + 1)..];
        return origin.Length > scheme.Length + domain.Length
            && origin.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && origin.EndsWith(domain, StringComparison.OrdinalIgnoreCase);
    }
}
