// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Bridge.Redis.Roaming;

/// <summary>Where other nodes reach this one, when nobody says it.</summary>
internal static class NodeAddress
{
    /// <summary>Chooses among the addresses that the server listens on; without TLS where there is a choice.</summary>
    /// <param name="listening">The addresses.</param>
    /// <returns>Null when there is none.</returns>
    public static string? Choose(IEnumerable<string> listening) => listening
        .Select(BindingAddress.Parse)
        .Where(address => !address.IsUnixPipe && !address.IsNamedPipe)
        .OrderBy(address => address.Scheme == Uri.UriSchemeHttps)
        .Select(address => $"{address.Scheme}://{HostOf(address.Host)}:{address.Port}")
        .FirstOrDefault();

    // The web server takes every name but localhost to mean all of the machine's addresses.
    private static string HostOf(string host)
    {
        bool isAny = !host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            && (!IPAddress.TryParse(host, out IPAddress? ip) || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));
        return isAny ? OfThisMachine() : host;
    }

    private static string OfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Where(unicast => unicast.Address.AddressFamily == AddressFamily.InterNetwork)
        .Select(unicast => unicast.Address.ToString())
        .FirstOrDefault(IPAddress.Loopback.ToString());
}
