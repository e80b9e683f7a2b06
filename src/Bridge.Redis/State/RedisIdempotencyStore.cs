// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Idempotency;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.State;

/// <summary>
/// Keeps the keys in Redis, for all nodes. While Redis is away every publish is made: one that is sent again is then made
/// again, which is better than to refuse both.
/// </summary>
internal sealed partial class RedisIdempotencyStore(
    IRedisConnection redis,
    IOptions<BridgeRedisOptions> options,
    IOptions<IdempotencyOptions> idempotency,
    TimeProvider time,
    ILogger<RedisIdempotencyStore> logger) : IIdempotencyStore
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly string _prefix = $"{options.Value.Prefix}:{options.Value.FarmPrefix()}once";
    private readonly byte[] _lifetime = StateKeys.Milliseconds(TimeSpan.FromSeconds(idempotency.Value.LifetimeSeconds));

    /// <inheritdoc />
    public async ValueTask<ReadOnlyMemory<byte>?> ClaimAsync(string scope, string key, CancellationToken cancellationToken)
    {
        byte[] name = NameOf(scope, key);
        try
        {
            for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                RespValue claimed = await redis.ExecuteAsync(
                    new RespCommand("SET"u8.ToArray(), name, Array.Empty<byte>(), "NX"u8.ToArray(), "PX"u8.ToArray(), _lifetime), cancellationToken);
                if (!claimed.IsNull)
                {
                    return null;
                }

                RespValue kept = await redis.ExecuteAsync(new RespCommand("GET"u8.ToArray(), name), cancellationToken);
                if (kept.Bytes.Length > 0)
                {
                    return kept.Bytes[1..];
                }

                await Task.Delay(pause, time, cancellationToken);
            }
        }
        catch (IOException e)
        {
            LogNotKept(logger, e.Message);
            return null;
        }
    }

    /// <inheritdoc />
    public ValueTask CompleteAsync(string scope, string key, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken) =>
        TryAsync(RedisScripts.CompleteOnce, scope, key, [answer], cancellationToken);

    /// <inheritdoc />
    public ValueTask ReleaseAsync(string scope, string key, CancellationToken cancellationToken) =>
        TryAsync(RedisScripts.ReleaseOnce, scope, key, [], cancellationToken);

    private async ValueTask TryAsync(
        RedisScript script, string scope, string key, ReadOnlyMemory<byte>[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            await redis.EvaluateAsync(script, [NameOf(scope, key)], arguments, cancellationToken);
        }
        catch (IOException e)
        {
            LogNotKept(logger, e.Message);
        }
    }

    // The length keeps scope and key apart, whatever they contain.
    private byte[] NameOf(string scope, string key) => StateKeys.Bytes($"{_prefix}:{scope.Length}:{scope}:{key}");

    [LoggerMessage(4211, LogLevel.Warning, "An idempotency key could not be kept in Redis ({Reason}); a publish that is sent again is made again.", EventName = "IdempotencyKeyNotKept")]
    private static partial void LogNotKept(ILogger logger, string reason);
}
