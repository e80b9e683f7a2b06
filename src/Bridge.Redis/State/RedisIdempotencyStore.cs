// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Idempotency;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.State;

/// <summary>
/// Keeps the keys in Redis, for all nodes. While Redis is away every publish is made: one that is sent again is then made
/// again, which is better than to refuse both. A claim is kept alive by its node, so that it ends soon when the node dies.
/// </summary>
internal sealed partial class RedisIdempotencyStore : IIdempotencyStore, IDisposable
{
    /// <summary>How long a claim lasts whose node does not say that it is still at work.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>How often a node says so.</summary>
    public static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, long> _claims = new(StringComparer.Ordinal);
    private readonly IRedisConnection _redis;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _prefix;
    private readonly TimeSpan _lifetime;
    private readonly byte[] _lease;

    // A claim names its owner: one who was taken for dead must not end the claim of the next.
    private readonly byte[] _claim = StateKeys.Bytes($"?{Guid.NewGuid():N}");
    private readonly HealthReporter _health;
    private readonly ITimer _renewal;

    public RedisIdempotencyStore(
        IRedisConnection redis,
        IOptions<BridgeRedisOptions> options,
        IOptions<IdempotencyOptions> idempotency,
        StateHealth health,
        TimeProvider time,
        ILogger<RedisIdempotencyStore> logger)
    {
        _redis = redis;
        _time = time;
        _logger = logger;
        _prefix = $"{options.Value.Prefix}:{options.Value.FarmPrefix()}once";
        _lifetime = TimeSpan.FromSeconds(idempotency.Value.LifetimeSeconds);
        _lease = StateKeys.Milliseconds(_lifetime < Lease ? _lifetime : Lease);
        _health = new HealthReporter(health, time, "idempotency keys");
        _renewal = time.CreateTimer(_ => _ = RenewAsync(), null, RenewalInterval, RenewalInterval);
    }

    /// <inheritdoc />
    public async ValueTask<ReadOnlyMemory<byte>?> ClaimAsync(string scope, string key, CancellationToken cancellationToken)
    {
        string name = NameOf(scope, key);
        byte[] bytes = StateKeys.Bytes(name);
        try
        {
            for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                RespValue claimed = await _redis.ExecuteAsync(
                    new RespCommand("SET"u8.ToArray(), bytes, _claim, "NX"u8.ToArray(), "PX"u8.ToArray(), _lease), cancellationToken);
                if (!claimed.IsNull)
                {
                    _claims[name] = _time.GetTimestamp();
                    return null;
                }

                RespValue kept = await _redis.ExecuteAsync(new RespCommand("GET"u8.ToArray(), bytes), cancellationToken);
                if (kept.Bytes.Span is [(byte)'=', ..])
                {
                    return kept.Bytes[1..];
                }

                await Task.Delay(pause, _time, cancellationToken);
            }
        }
        catch (IOException e)
        {
            OnFailure(e);
            return null;
        }
    }

    /// <inheritdoc />
    public ValueTask CompleteAsync(string scope, string key, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        string name = NameOf(scope, key);
        TimeSpan age = _claims.TryRemove(name, out long claimedAt) ? _time.GetElapsedTime(claimedAt) : TimeSpan.Zero;
        TimeSpan left = _lifetime - age;
        return left > TimeSpan.Zero
            ? TryAsync(RedisScripts.CompleteOnce, name, [_claim, answer, StateKeys.Milliseconds(left)], cancellationToken)
            : ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ReleaseAsync(string scope, string key, CancellationToken cancellationToken)
    {
        string name = NameOf(scope, key);
        _claims.TryRemove(name, out _);
        return TryAsync(RedisScripts.ReleaseOnce, name, [_claim], cancellationToken);
    }

    public void Dispose()
    {
        _renewal.Dispose();
        _health.Dispose();
    }

    private async Task RenewAsync()
    {
        foreach ((string name, long claimedAt) in _claims)
        {
            if (_time.GetElapsedTime(claimedAt) < _lifetime)
            {
                await TryAsync(RedisScripts.RenewOnce, name, [_claim, _lease], CancellationToken.None);
            }
            else
            {
                _claims.TryRemove(KeyValuePair.Create(name, claimedAt));
            }
        }
    }

    private async ValueTask TryAsync(RedisScript script, string name, ReadOnlyMemory<byte>[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            await _redis.EvaluateAsync(script, [StateKeys.Bytes(name)], arguments, cancellationToken);
        }
        catch (IOException e)
        {
            OnFailure(e);
        }
    }

    private void OnFailure(IOException failure)
    {
        if (_health.Report(failure))
        {
            LogNotKept(_logger, failure.Message);
        }
    }

    // The length keeps scope and key apart, whatever they contain.
    private string NameOf(string scope, string key) => $"{_prefix}:{scope.Length}:{scope}:{key}";

    [LoggerMessage(4211, LogLevel.Warning, "An idempotency key could not be kept in Redis ({Reason}); a publish that is sent again is made again.", EventName = "IdempotencyKeyNotKept")]
    private static partial void LogNotKept(ILogger logger, string reason);
}
