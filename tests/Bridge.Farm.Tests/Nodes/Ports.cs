// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;

namespace Bridge.Farm.Tests.Nodes;

/// <summary>Ports that a server can come back to.</summary>
internal static class Ports
{
    // Below those that the kernel gives to outgoing connections, which could take one while its server is away.
    private const int First = 20_000;
    private const int End = 32_000;

    public static int Reserve() => Reserve(1);

    /// <summary>The first of several ports in a row.</summary>
    public static int Reserve(int count)
    {
        while (true)
        {
            int port = Random.Shared.Next(First, End - count);
            if (Enumerable.Range(port, count).All(IsFree))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
