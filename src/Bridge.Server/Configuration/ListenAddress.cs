// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;

namespace Bridge.Server.Configuration;

/// <summary>An address that the configuration tells the web server to listen on.</summary>
/// <param name="Key">Where the configuration says so.</param>
/// <param name="Url">What it says.</param>
internal sealed record ListenAddress(string Key, string Url)
{
    /// <summary>Whether it is an address at all.</summary>
    public bool IsValid => Parse() is not null;

    /// <summary>Whether other machines can reach it.</summary>
    public bool IsOpen => Parse() is { } address && !IsLoopback(address);

    /// <summary>The addresses, by the web server's own rules of precedence; none when its default, loopback, holds.</summary>
    public static IEnumerable<ListenAddress> From(IConfiguration configuration)
    {
        IConfigurationSection[] endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren()];
        if (endpoints.Length > 0)
        {
            return endpoints.Select(endpoint => new ListenAddress($"{endpoint.Path}:Url", endpoint["Url"] ?? ""));
        }

        string[] urls = Split(configuration, "urls");
        return urls.Length > 0
            ? urls.Select(url => new ListenAddress("urls", url))
            : Ports(configuration, "http").Concat(Ports(configuration, "https"));
    }

    // The web server takes every name but localhost to mean all of the machine's addresses.
    private static bool IsLoopback(BindingAddress address) =>
        address.IsUnixPipe || address.IsNamedPipe
        || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip));

    private static IEnumerable<ListenAddress> Ports(IConfiguration configuration, string scheme) =>
        Split(configuration, $"{scheme}_ports").Select(port => new ListenAddress($"{scheme}_ports", $"{scheme}://*:{port}"));

    private static string[] Split(IConfiguration configuration, string key) =>
        (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private BindingAddress? Parse()
    {
        try
        {
            return BindingAddress.Parse(Url);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
