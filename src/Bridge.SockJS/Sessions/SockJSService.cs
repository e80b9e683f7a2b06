// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bridge.SockJS.Roaming;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.SockJS.Sessions;

/// <summary>One mapped service: its options, its sessions and the handler that gets them.</summary>
internal sealed partial class SockJSService
{
    // With a loop for each, there would be none left for those who publish, and less to join.
    private const int ProcessorsPerLoop = 2;

    private readonly ConcurrentDictionary<SockJSConnection, SockJSSession> _running = new();
    private readonly string _pattern;
    private readonly DeliveryLoops _deliveries;
    private readonly ConnectionDelegate _handler;
    private readonly DeadlineQueue _deadlines;
    private readonly HeartbeatClock _clock;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly HostOptions _host;

    public SockJSService(string pattern, SockJSOptions options, ConnectionDelegate handler, IServiceProvider services)
    {
        _pattern = pattern;
        Options = options;
        Directory = services.GetService<ISessionDirectory>();
        Time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Metrics = new SockJSMetrics(services.GetRequiredService<IMeterFactory>());
        Registry = new SessionRegistry(options.MaxSessions, options.MaxSessionsPerAddress);
        _deliveries = new DeliveryLoops(Math.Max(1, Environment.ProcessorCount / ProcessorsPerLoop), Time);
        Unproven = new AddressQuota(options.MaxUnprovenSessionsPerAddress);
        _handler = handler;
        _deadlines = new DeadlineQueue(Time);
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Bridge.SockJS");
        _clock = new HeartbeatClock(Time, _logger);
        _stopping = options.CloseAtShutdown
            ? services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
            : CancellationToken.None;
        _host = services.GetRequiredService<IOptions<HostOptions>>().Value;
        _stopping.Register(CloseAll);
    }

    public SockJSOptions Options { get; }

    public TimeProvider Time { get; }

    public SockJSMetrics Metrics { get; }

    public SessionRegistry Registry { get; }

    /// <summary>The sessions of other nodes; null when there are none.</summary>
    public ISessionDirectory? Directory { get; }

    /// <summary>The sessions whose clients have done no more than to open them.</summary>
    public AddressQuota Unproven { get; }

    /// <summary>What the directory calls a session.</summary>
    /// <param name="id">The session's id.</param>
    public string NameOf(string id) => $"{_pattern} {id}";

    /// <summary>Forgets a session.</summary>
    /// <param name="id">The session's id.</param>
    public void Remove(string id)
    {
        Registry.Remove(id);
        Directory?.Release(NameOf(id));
    }

    /// <summary>Makes a receiver for the frames of a session.</summary>
    /// <param name="answersHeartbeats">Whether its client answers each heartbeat with an empty send.</param>
    public Receiver CreateReceiver(bool answersHeartbeats = false) =>
        new(_deliveries.Next()) { AnswersHeartbeats = answersHeartbeats };

    /// <summary>Makes the connection of a new session.</summary>
    /// <param name="request">The request that begins it.</param>
    /// <param name="transport">Its transport.</param>
    /// <param name="removed">Called when the session is of no use any more.</param>
    /// <param name="proven">Called when its client has done more than to open it, and at the latest before that.</param>
    public SockJSConnection CreateConnection(HttpContext request, SockJSTransports transport, Action? removed = null, Action? proven = null) =>
        new(request, transport, Options, _deadlines, _clock, new SessionMetrics(Metrics, transport, Time), removed, proven);

    /// <summary>Gives a connection to the handler.</summary>
    public void Start(SockJSConnection connection)
    {
        connection.Session.Metrics.Open();
        _running[connection] = connection.Session;
        ThreadPool.UnsafeQueueUserWorkItem(
            static state => _ = state.Service.RunAsync(state.Connection), (Service: this, Connection: connection), preferLocal: false);

        // Whoever comes while the others are being closed has not been seen there.
        if (_stopping.IsCancellationRequested)
        {
            connection.Session.Close(SessionClose.GoingAway);
        }
    }

    private async Task RunAsync(SockJSConnection connection)
    {
        LogOpened(_logger, connection.ConnectionId, connection.Via);
        try
        {
            await _handler(connection);
            connection.Session.Close(SessionClose.Normal);
        }
        catch (OperationCanceledException) when (connection.ConnectionClosed.IsCancellationRequested)
        {
            // The handler heard that the client is gone.
        }
        catch (Exception e)
        {
            LogHandlerFailed(_logger, connection.ConnectionId, e);
            connection.Session.Close(SessionClose.HandlerFailed);
        }
        finally
        {
            _running.TryRemove(connection, out _);
            await connection.DisposeAsync();
            LogEnded(_logger, connection.ConnectionId);
        }
    }

    // The rest of the time is for those who are slow.
    private void CloseAll() => GradualClose.Begin(_running.Values, _host.ShutdownTimeout * 0.6, Time);

    [LoggerMessage(1, LogLevel.Debug, "SockJS connection {ConnectionId} opened over {Transport}.", EventName = "ConnectionOpened")]
    private static partial void LogOpened(ILogger logger, string connectionId, SockJSTransports transport);

    [LoggerMessage(2, LogLevel.Debug, "SockJS connection {ConnectionId} ended.", EventName = "ConnectionEnded")]
    private static partial void LogEnded(ILogger logger, string connectionId);

    [LoggerMessage(3, LogLevel.Error, "The handler of SockJS connection {ConnectionId} failed.", EventName = "HandlerFailed")]
    private static partial void LogHandlerFailed(ILogger logger, string connectionId, Exception exception);
}
