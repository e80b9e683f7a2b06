// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Native;

namespace Bridge.LoadTest.Clients;

/// <summary>The sockets of all clients of a run, on one thread.</summary>
internal sealed class EventLoop : IDisposable
{
    private const int ReadBufferSize = 1 << 20;

    private readonly Epoll _epoll = new();
    private readonly byte[] _buffer = new byte[ReadBufferSize];
    private readonly List<LoopSocket> _sockets = [];

    /// <summary>Makes a socket whose readiness is told to its client.</summary>
    public TcpSocket Register(LoopSocket client)
    {
        _sockets.Add(client);
        return new TcpSocket(_epoll, _sockets.Count - 1);
    }

    /// <summary>Waits at most that long for the network, and lets the clients handle what came.</summary>
    public void Turn(long nanoseconds)
    {
        var count = _epoll.Wait(nanoseconds);
        for (var i = 0; i < count; i++)
        {
            var events = _epoll.Read(i, out var token);
            _sockets[token].OnReady(events, _buffer);
        }
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Close();
        }

        _epoll.Dispose();
    }
}
