// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Draining;
using Microsoft.Extensions.Hosting;

namespace Bridge.Core.Connections;

/// <summary>
/// Looks after the dialect connections of this node: asks silent ones whether they are alive, and closes those that may not stay. One
/// timer for all of them.
/// </summary>
internal sealed class ConnectionMonitor : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<DialectConnection, bool> _connections = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly NodeDrain _drain;

    public ConnectionMonitor(TimeProvider time, NodeDrain drain)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Check(), null, Interval, Interval);
        _drain = drain;
    }

    public void Add(DialectConnection connection)
    {
        connection.LastReceived = _time.GetTimestamp();
        _connections[connection] = true;
        _drain.Add(connection);
        if (_drain.IsDraining)
        {
            connection.Close(connection.Session.DrainingClose);
        }
    }

    /// <summary>How many connections it looks after.</summary>
    public int Count => _connections.Count;

    public void Remove(DialectConnection connection)
    {
        _connections.TryRemove(connection, out _);
        _drain.Remove(connection);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        long now = _time.GetTimestamp();
        foreach ((DialectConnection connection, _) in _connections)
        {
            if (connection.Session.Revocation is { } close)
            {
                connection.Close(close);
            }
            else if (connection.KeepAlive is { } keepAlive)
            {
                Check(connection, keepAlive, SilenceOf(connection, now));
            }
        }
    }

    private TimeSpan SilenceOf(DialectConnection connection, long now)
    {
        TimeSpan silence = _time.GetElapsedTime(connection.LastReceived, now);
        return connection.Carrier?.Silence is { } shorter && shorter < silence ? shorter : silence;
    }

    private static void Check(DialectConnection connection, KeepAlive keepAlive, TimeSpan silence)
    {
        if (silence - keepAlive.PingAfter >= keepAlive.CloseAfter)
        {
            connection.Close(connection.Session.IdleClose);
        }
        else if (silence < keepAlive.PingAfter)
        {
            connection.IsPinged = false;
        }
        else if (!connection.IsPinged)
        {
            connection.IsPinged = true;
            connection.Send(connection.Session.Ping);
        }
    }
}
