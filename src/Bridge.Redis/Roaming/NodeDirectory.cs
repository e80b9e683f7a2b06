// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Roaming;

/// <summary>The nodes of the farm and where they are: each says so every few seconds, in a key that does not outlive it for long.</summary>
internal sealed partial class NodeDirectory : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    // How soon a node says it again when the connection to Redis was interrupted: Redis may have lost it.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    // A Redis that has lost its keys gets them back within an interval: only who stays away longer is dead.
    private static readonly TimeSpan Patience = 2 * Interval;

    private readonly ConcurrentDictionary<string, KnownNode> _known = new(StringComparer.Ordinal);
    private readonly IRedisConnection _redis;
    private readonly IServer _server;
    private readonly string? _configured;
    private readonly string _keyPrefix;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly HealthReporter _failures;
    private string? _address;
    private long _refreshedAt;
    private int _interruptions;
    private int _isBusy;

    public NodeDirectory(
        IRedisConnection redis, IServer server, IOptions<BridgeNodeOptions> node, IOptions<BridgeRedisOptions> options, StateHealth health, TimeProvider time,
        ILogger<NodeDirectory> logger)
    {
        _redis = redis;
        _server = server;
        _configured = node.Value.Address;
        _keyPrefix = $"{options.Value.Prefix}:node:";
        _time = time;
        _logger = logger;
        _failures = new HealthReporter(health, time, "the addresses of nodes");
        _timer = time.CreateTimer(_ => RefreshIfDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What this process is called in the farm; new with each start, so that nobody takes it for the one before.</summary>
    public string Self { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Finds another node.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null when it is dead, or when it is not known here and Redis is away.</returns>
    public async ValueTask<KnownNode?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out KnownNode? known))
        {
            return known;
        }

        try
        {
            RespValue address = await _redis.ExecuteAsync(RespCommand.Of("GET", _keyPrefix + id), cancellationToken);
            return address.IsNull ? null : _known.GetOrAdd(id, new KnownNode(id, address.ToString().TrimEnd('/')));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The server listens now, so its addresses are known.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        _address = _configured ?? NodeAddress.Choose(_server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        if (_address is null)
        {
            LogNoAddress(_logger);
            return;
        }

        LogAddress(_logger, Self, _address);
        await RefreshAsync();
        _timer.Change(CheckInterval, CheckInterval);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The server has served its last request.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            await _redis.ExecuteAsync(RespCommand.Of("DEL", _keyPrefix + Self), cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The key ends by itself.
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _failures.Dispose();
    }

    private void RefreshIfDue()
    {
        if (_redis.Interruptions != Volatile.Read(ref _interruptions) || _time.GetElapsedTime(Volatile.Read(ref _refreshedAt)) >= Interval)
        {
            _ = RefreshAsync();
        }
    }

    private async Task RefreshAsync()
    {
        if (Interlocked.Exchange(ref _isBusy, 1) == 1)
        {
            return;
        }

        try
        {
            int interruptions = _redis.Interruptions;
            string lifetime = Lifetime.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
            await _redis.ExecuteAsync(RespCommand.Of("SET", _keyPrefix + Self, _address!, "PX", lifetime), CancellationToken.None);
            Volatile.Write(ref _interruptions, interruptions);
            Volatile.Write(ref _refreshedAt, _time.GetTimestamp());
            foreach (KnownNode node in _known.Values)
            {
                await CheckAsync(node);
            }
        }
        catch (IOException e)
        {
            // Nothing can be said about the others.
            if (_failures.Report(e))
            {
                LogNotTold(_logger, e.Message);
            }
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private async Task CheckAsync(KnownNode node)
    {
        RespValue isThere = await _redis.ExecuteAsync(RespCommand.Of("EXISTS", _keyPrefix + node.Id), CancellationToken.None);
        long now = _time.GetTimestamp();
        if (isThere.AsInteger() == 1)
        {
            node.MissingSince = null;
        }
        else if (_time.GetElapsedTime(node.MissingSince ??= now, now) >= Patience)
        {
            LogGone(_logger, node.Id, node.Address);
            _known.TryRemove(node.Id, out _);
            node.Dispose();
        }
    }

    [LoggerMessage(7101, LogLevel.Information, "This is node {Node}, which others reach at {Address}.", EventName = "NodeAddress")]
    private static partial void LogAddress(ILogger logger, string node, string address);

    [LoggerMessage(7102, LogLevel.Error, "The server listens on no address that other nodes can reach, so its sessions can't be reached through them: set Bridge:Node:Address.", EventName = "NoNodeAddress")]
    private static partial void LogNoAddress(ILogger logger);

    [LoggerMessage(7104, LogLevel.Warning, "The other nodes can't be told where this one is ({Reason}): they can't hand requests on to it.", EventName = "NodeAddressNotTold")]
    private static partial void LogNotTold(ILogger logger, string reason);

    [LoggerMessage(7103, LogLevel.Warning, "Node {Node} at {Address} is gone.", EventName = "NodeGone")]
    private static partial void LogGone(ILogger logger, string node, string address);
}
