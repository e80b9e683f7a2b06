// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Configuration;

/// <summary>Where a Redis server listens.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">The port.</param>
internal sealed record RedisEndpoint(string Host, int Port)
{
    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[::1]</c> or <c>[::1]:port</c>.</summary>
    /// <returns>Null when it is none of these.</returns>
    public static RedisEndpoint? Parse(string text, int defaultPort)
    {
        int colon = text.LastIndexOf(':');
        if (colon < text.LastIndexOf(']') || colon < 0)
        {
            return Make(text, defaultPort);
        }

        return int.TryParse(text.AsSpan(colon + 1), out int port) && port is > 0 and <= 65_535 ? Make(text[..colon], port) : null;
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static RedisEndpoint? Make(string host, int port)
    {
        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        string name = isBracketed ? host[1..^1] : host;
        UriHostNameType kind = Uri.CheckHostName(name);
        return kind == UriHostNameType.Unknown || (kind == UriHostNameType.IPv6) != isBracketed ? null : new RedisEndpoint(name, port);
    }
}
