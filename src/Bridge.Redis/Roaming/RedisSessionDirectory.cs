// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.SockJS.Roaming;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Roaming;

/// <summary>Which node has which SockJS session. The first node that claims one has it.</summary>
internal sealed partial class RedisSessionDirectory : ISessionDirectory, IDisposable
{
    private const int RefreshedAtOnce = 256;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);
    private static readonly RedisScript Claim = RoamingScripts.Load("claim-session");
    private static readonly RedisScript Drop = RoamingScripts.Load("drop-session");

    private readonly ConcurrentDictionary<string, bool> _claimed = new(StringComparer.Ordinal);
    private readonly IRedisConnection _redis;
    private readonly NodeDirectory _nodes;
    private readonly Forwarder _forwarder;
    private readonly string _keyPrefix;
    private readonly TimeProvider _time;
    private readonly ReadOnlyMemory<byte> _self;
    private readonly ReadOnlyMemory<byte> _lifetime = Ascii(Lifetime.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    private readonly ITimer _timer;
    private readonly HealthReporter _failures;
    private readonly ILogger _logger;

    public RedisSessionDirectory(
        IRedisConnection redis, NodeDirectory nodes, Forwarder forwarder, IOptions<BridgeRedisOptions> options, StateHealth health, TimeProvider time,
        ILogger<RedisSessionDirectory> logger)
    {
        _redis = redis;
        _nodes = nodes;
        _forwarder = forwarder;
        _keyPrefix = $"{options.Value.Prefix}:session:";
        _time = time;
        _self = Ascii(nodes.Self);
        _failures = new HealthReporter(health, time, "the places of sessions");
        _logger = logger;
        _timer = time.CreateTimer(_ => _ = RefreshAsync(), null, RefreshInterval, RefreshInterval);
    }

    public async ValueTask<SessionPlace> LocateAsync(HttpContext context, string session, bool isReceiver)
    {
        string? owner = await FindOwnerAsync(context, session, isReceiver);
        if (owner is null || owner == _nodes.Self)
        {
            return SessionPlace.Here;
        }

        // A request goes from one node to another once: who sent it here knew the owner by another name.
        if (Hop.IsForwarded(context))
        {
            return SessionPlace.Lost;
        }

        switch (await _forwarder.ForwardAsync(context, owner))
        {
            case ForwardResult.Answered:
                return SessionPlace.Elsewhere;
            case ForwardResult.NodeGone:
                await ForgetAsync(session, Ascii(owner));
                return SessionPlace.Lost;
            default:
                return SessionPlace.Lost;
        }
    }

    public void Release(string session)
    {
        _claimed.TryRemove(session, out _);
        _ = ForgetAsync(session, _self);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _failures.Dispose();
    }

    private static ReadOnlyMemory<byte> Ascii(string text) => Encoding.ASCII.GetBytes(text);

    // Who knows a session's id can speak for its client, so Redis does not get to know it.
    private ReadOnlyMemory<byte> KeyOf(string session) =>
        Encoding.UTF8.GetBytes(_keyPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session))));

    /// <summary>The node that has a session; null when none has it or Redis does not say.</summary>
    private async ValueTask<string?> FindOwnerAsync(HttpContext context, string session, bool isReceiver)
    {
        using var timeout = new CancellationTokenSource(AnswerTimeout, _time);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        RespValue owner = default;
        try
        {
            owner = isReceiver
                ? await ClaimAsync(session, given.Token)
                : await _redis.ExecuteAsync(new RespCommand("GET"u8.ToArray(), KeyOf(session)), given.Token);
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            // Without Redis each node is alone.
            OnFailure(e);
        }

        string? name = owner.Kind == RespKind.Text ? owner.ToString() : null;
        if (isReceiver && (name is null || name == _nodes.Self))
        {
            _claimed[session] = true;
        }

        return name;
    }

    private void OnFailure(Exception failure)
    {
        if (failure is IOException && _failures.Report(failure))
        {
            LogNotShared(_logger, failure.Message);
        }
    }

    private Task<RespValue> ClaimAsync(string session, CancellationToken cancellationToken) =>
        _redis.EvaluateAsync(Claim, [KeyOf(session)], [_self, _lifetime], cancellationToken);

    /// <summary>Deletes an entry that still names a node.</summary>
    private async Task ForgetAsync(string session, ReadOnlyMemory<byte> node)
    {
        try
        {
            await _redis.EvaluateAsync(Drop, [KeyOf(session)], [node], CancellationToken.None);
        }
        catch (IOException)
        {
            // The entry ends by itself.
        }
    }

    /// <summary>Keeps the entries of this node's sessions alive, and brings back those that Redis has lost.</summary>
    private async Task RefreshAsync()
    {
        foreach (string[] sessions in _claimed.Keys.Chunk(RefreshedAtOnce))
        {
            try
            {
                await Task.WhenAll(sessions.Select(session => ClaimAsync(session, CancellationToken.None)));
            }
            catch (IOException e)
            {
                OnFailure(e);
                return;
            }
        }
    }

    [LoggerMessage(7131, LogLevel.Warning, "Which node has which session can't be kept in Redis ({Reason}): requests reach the sessions of the node that they come to.", EventName = "SessionsNotShared")]
    private static partial void LogNotShared(ILogger logger, string reason);
}
