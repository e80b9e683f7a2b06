// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Draining;

/// <summary>The connections of this node, and their end. One timer for all of them.</summary>
internal sealed partial class NodeDrain : INodeDrain, IHostedLifecycleService, IDisposable
{
    // Few connections are no storm: a node without many ends at once.
    private const int LeastAtOnce = 25;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // A client that polls comes back within a round trip.
    private static readonly TimeSpan PollTime = TimeSpan.FromSeconds(1);

    // Who was sent away and does not go has lost the connection or does not want to.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<IDrainable, bool> _staying = new();
    private readonly ConcurrentDictionary<IDrainable, bool> _leaving = new();
    private readonly Lock _sync = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _budget;
    private readonly TimeSpan _spread;
    private readonly TimeSpan _patience;
    private readonly HostOptions _host;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ITimer? _timer;
    private long _start;
    private long _lastBatch;
    private long? _lastPolling;
    private int _count;
    private volatile bool _isDraining;

    public NodeDrain(IOptions<DrainOptions> options, IOptions<HostOptions> host, TimeProvider time, ILogger<NodeDrain> logger)
    {
        _budget = TimeSpan.FromSeconds(options.Value.Seconds);
        _spread = _budget * 0.6;
        _patience = _budget * 0.2 < LongestPatience ? _budget * 0.2 : LongestPatience;
        _host = host.Value;
        _time = time;
        _logger = logger;
    }

    public bool IsDraining => _isDraining;

    public void Add(IDrainable connection) => _staying[connection] = true;

    public void Remove(IDrainable connection)
    {
        _staying.TryRemove(connection, out _);
        _leaving.TryRemove(connection, out _);
        if (IsDraining)
        {
            CheckEnd();
        }
    }

    public Task DrainAsync()
    {
        lock (_sync)
        {
            if (IsDraining)
            {
                return _drained.Task;
            }

            _isDraining = true;
            _start = _time.GetTimestamp();
            _lastBatch = _start;
            _timer = _time.CreateTimer(_ => OnTick(), null, Interval, Interval);
        }

        LogDraining(_logger, _staying.Count, _spread);
        OnTick();
        return _drained.Task;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Comes before the web server stops, however the app was told to end.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await DrainAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    private void OnTick()
    {
        foreach (IDrainable connection in NextBatch())
        {
            connection.SendAway();
        }

        CheckEnd();
    }

    private List<IDrainable> NextBatch()
    {
        lock (_sync)
        {
            long now = _time.GetTimestamp();
            double ticksLeft = Math.Max(1, (_spread - _time.GetElapsedTime(_start, now)) / Interval);
            int size = Math.Max(LeastAtOnce, (int)Math.Ceiling(_staying.Count / ticksLeft));
            List<IDrainable> batch = [];
            foreach ((IDrainable connection, _) in _staying)
            {
                if (batch.Count == size)
                {
                    break;
                }

                if (_staying.TryRemove(connection, out _))
                {
                    _leaving[connection] = true;
                    batch.Add(connection);
                    _lastPolling = connection.IsPolling ? now : _lastPolling;
                }
            }

            _lastBatch = batch.Count > 0 ? now : _lastBatch;
            _count += batch.Count;
            return batch;
        }
    }

    private void CheckEnd()
    {
        lock (_sync)
        {
            long now = _time.GetTimestamp();
            TimeSpan taken = _time.GetElapsedTime(_start, now);
            bool areGone = _leaving.IsEmpty && (_lastPolling is not { } polling || _time.GetElapsedTime(polling, now) >= PollTime);
            bool isDone = _staying.IsEmpty && (areGone || _time.GetElapsedTime(_lastBatch, now) >= _patience);

            // Clients that come back to this node again and again would never let it go.
            if (_drained.Task.IsCompleted || !(isDone || taken >= _spread + _patience))
            {
                return;
            }

            _timer!.Dispose();
            _host.ShutdownTimeout = taken < _budget ? _budget - taken : TimeSpan.Zero;
            LogDrained(_logger, _count, taken);
            _drained.SetResult();
        }
    }

    [LoggerMessage(1301, LogLevel.Information, "The node is being drained: {Count} connections go within {Spread}.", EventName = "Draining")]
    private static partial void LogDraining(ILogger logger, int count, TimeSpan spread);

    [LoggerMessage(1302, LogLevel.Information, "The node is drained: {Count} connections were sent away within {Taken}.", EventName = "Drained")]
    private static partial void LogDrained(ILogger logger, int count, TimeSpan taken);
}
