// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;

namespace Bridge.Server.Configuration;

/// <summary>Where the configuration tells the web server to listen, by the server's own rules of precedence.</summary>
internal static class ListenAddresses
{
    /// <summary>The addresses with the keys that they come from; none when the server's default, loopback, holds.</summary>
    public static IEnumerable<(string Key, string Url)> From(IConfiguration configuration)
    {
        IConfigurationSection[] endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren()];
        if (endpoints.Length > 0)
        {
            return endpoints.Select(endpoint => ($"{endpoint.Path}:Url", endpoint["Url"] ?? ""));
        }

        IEnumerable<(string Key, string Url)> urls = Split(configuration, "urls").Select(url => ("urls", url));
        return urls.Any() ? urls : Ports(configuration, "http").Concat(Ports(configuration, "https"));
    }

    /// <summary>Whether only this machine can reach an address.</summary>
    /// <exception cref="FormatException">The text is not an address.</exception>
    public static bool IsLoopback(string url)
    {
        BindingAddress address = BindingAddress.Parse(url);

        // The web server takes every name but localhost to mean all of the machine's addresses.
        return address.IsUnixPipe || address.IsNamedPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip));
    }

    private static IEnumerable<(string Key, string Url)> Ports(IConfiguration configuration, string scheme) =>
        Split(configuration, $"{scheme}_ports").Select(port => ($"{scheme}_ports", $"{scheme}://*:{port}"));

    private static string[] Split(IConfiguration configuration, string key) =>
        (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
