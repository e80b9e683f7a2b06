// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bridge.SockJS.Sessions;

/// <summary>Ticks every second for the connections that ask for it, on one timer that rests while none does.</summary>
internal sealed partial class HeartbeatClock
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _sync = new();
    private readonly ConcurrentDictionary<SockJSConnection, bool> _connections = new();
    private readonly ITimer _timer;
    private readonly ILogger _logger;
    private bool _isTicking;

    public HeartbeatClock(TimeProvider time, ILogger logger)
    {
        _logger = logger;
        _timer = time.CreateTimer(
            static state => ((HeartbeatClock)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls the connection's <see cref="SockJSConnection.TickHeartbeat"/> from now on.</summary>
    public void Add(SockJSConnection connection)
    {
        lock (_sync)
        {
            _connections[connection] = true;
            if (!_isTicking)
            {
                _isTicking = true;
                _timer.Change(Interval, Interval);
            }
        }
    }

    public void Remove(SockJSConnection connection)
    {
        lock (_sync)
        {
            if (_connections.TryRemove(connection, out _) && _connections.IsEmpty)
            {
                _isTicking = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Notes that something that a handler asked for has failed; on this timer it would end the process.</summary>
    public void Report(SockJSConnection connection, Exception exception) => LogHeartbeatFailed(_logger, connection.ConnectionId, exception);

    private void Tick()
    {
        foreach ((SockJSConnection connection, _) in _connections)
        {
            connection.TickHeartbeat();
        }
    }

    [LoggerMessage(4, LogLevel.Error, "A heartbeat callback of SockJS connection {ConnectionId} failed.", EventName = "HeartbeatFailed")]
    private static partial void LogHeartbeatFailed(ILogger logger, string connectionId, Exception exception);
}
