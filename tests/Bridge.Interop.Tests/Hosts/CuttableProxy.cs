// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>A line between clients and the server that can be cut or stall, as networks do: no close frame, just a dead connection, or none that says so.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Task _accepting;
    private readonly List<TcpClient> _open = [];
    private volatile TaskCompletionSource _flow = new();

    /// <summary>Opens the line.</summary>
    /// <param name="server">Where it leads.</param>
    /// <param name="port">Its port on this side; 0: a free one.</param>
    public CuttableProxy(Uri server, int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        Server = server;
        _flow.SetResult();
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

    /// <summary>
    /// From now on nothing gets through, and nobody is told: connections stay open, and new ones are made. As with a network that drops packets
    /// for a while, what was written meanwhile arrives afterwards, even from those who have given up.
    /// </summary>
    public void Stall() => _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the stall.</summary>
    public void Resume() => _flow.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Resume();
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
                await _flow.Task;
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

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and int count)
            {
                await _flow.Task;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }

            await _flow.Task;
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One end is gone or the line was cut: the other end must see that too.
            to.Dispose();
        }
    }
}
