// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using System.Text;
using Bridge.LoadTest.Clients;

namespace Bridge.LoadTest.Tests.Clients;

/// <summary>The server's end of a client's connection; what it sends has reached the client when it returns.</summary>
internal sealed class LoopPeer : IDisposable
{
    private const long LongestWait = 10_000_000_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _socket;
    private LoopSocket? _client;

    public LoopPeer() => _listener.Start();

    public EventLoop Loop { get; } = new();

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Connects a client, in place of the one before.</summary>
    public void Connect(LoopSocket client)
    {
        _client?.Close();
        _socket?.Dispose();
        _client = client;
        client.Connect(smallReceiveBuffer: false);
        _socket = _listener.AcceptSocket();
        _socket.ReceiveTimeout = 10_000;
        Loop.Turn(LongestWait);
        Assert.True(client.IsOpen);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        _socket!.Send(bytes);
        Loop.Turn(LongestWait);
    }

    public void Send(string text) => Send(Encoding.ASCII.GetBytes(text));

    /// <summary>Takes what the client has sent.</summary>
    public string Receive()
    {
        var buffer = new byte[4_096];
        return Encoding.ASCII.GetString(buffer, 0, _socket!.Receive(buffer));
    }

    public void Dispose()
    {
        Loop.Dispose();
        _socket?.Dispose();
        _listener.Dispose();
    }
}
