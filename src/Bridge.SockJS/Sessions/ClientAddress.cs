// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Bridge.SockJS.Sessions;

/// <summary>Where a client comes from. Of IPv6 the network counts, since a single client has all the addresses of one.</summary>
internal readonly record struct ClientAddress(ulong Bits)
{
    public static ClientAddress Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        byte[] bytes = address.GetAddressBytes();
        return new ClientAddress(address.AddressFamily == AddressFamily.InterNetworkV6
            ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
            : BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
