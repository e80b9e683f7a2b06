// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>A line between clients and the server that can be cut, as networks are: no close frame, just a dead connection.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private readonly List<TcpClient> _open = [];

    public CuttableProxy(Uri server)
    {
        Server = server;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Where new connections lead.</summary>
    public Uri Server { get; set; }

    /// <summary>While it is set, whoever connects is reset at once.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Ends every connection with a reset, towards both ends.</summary>
    public void Cut()
    {
        lock (_open)
        {
            _open.ForEach(connection => connection.Dispose());
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                // With this, disposing is a reset.
                client.LingerState = new LingerOption(enable: true, seconds: 0);
                if (IsBroken || await TryConnectAsync() is not { } server)
                {
                    client.Dispose();
                    continue;
                }

                lock (_open)
                {
                    _open.Add(client);
                    _open.Add(server);
                }

                _ = PumpAsync(client, server);
                _ = PumpAsync(server, client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped while it waited, or before it went on.
        }
    }

    private async Task<TcpClient?> TryConnectAsync()
    {
        var server = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
        try
        {
            await server.ConnectAsync(Server.Host, Server.Port);
            return server;
        }
        catch (SocketException)
        {
            // It is down; the next client may have more luck.
            server.Dispose();
            return null;
        }
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One end is gone or the line was cut: the other end must see that too.
            to.Dispose();
        }
    }
}
