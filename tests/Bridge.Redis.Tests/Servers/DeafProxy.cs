// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;

namespace Bridge.Redis.Tests.Servers;

/// <summary>A way to Redis on which commands arrive and answers can get lost.</summary>
internal sealed class DeafProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<TcpClient> _clients = [];
    private readonly int _target;
    private readonly Task _serving;
    private volatile bool _dropsAnswers;
    private volatile bool _isClosed;

    private DeafProxy(int target)
    {
        _target = target;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Configuration => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static DeafProxy To(RedisServer redis) => new(redis.Port);

    /// <summary>From now on nothing that Redis says arrives.</summary>
    public void DropAnswers() => _dropsAnswers = true;

    /// <summary>Breaks what is connected. New connections are as they should be.</summary>
    public void Reset()
    {
        lock (_clients)
        {
            foreach (TcpClient client in _clients)
            {
                client.Close();
            }

            _clients.Clear();
            _dropsAnswers = false;
        }
    }

    /// <summary>Breaks what is connected, and lets nobody through until it is opened.</summary>
    public void Close()
    {
        _isClosed = true;
        Reset();
    }

    public void Open() => _isClosed = false;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Reset();
        await _serving.Within("the proxy to end");
        _listener.Stop();
        _stopping.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                lock (_clients)
                {
                    _clients.Add(client);
                }

                connections.Add(RelayAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                if (_isClosed)
                {
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
                NetworkStream there = server.GetStream(), here = client.GetStream();
                await await Task.WhenAny(here.CopyToAsync(there, _stopping.Token), AnswerAsync(there, here));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The test has broken it, or is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream there, NetworkStream here)
    {
        byte[] buffer = new byte[16 * 1024];
        while (await there.ReadAsync(buffer, _stopping.Token) is > 0 and var length)
        {
            if (!_dropsAnswers)
            {
                await here.WriteAsync(buffer.AsMemory(0, length), _stopping.Token);
            }
        }
    }
}
