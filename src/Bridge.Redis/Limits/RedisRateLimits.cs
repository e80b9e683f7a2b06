// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Limits;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Limits;

/// <summary>Counts what is done through all nodes, by the seconds of Redis. While Redis is away the limits are those of each node.</summary>
internal sealed partial class RedisRateLimits(
    IRedisConnection redis,
    IOptions<BridgeRedisOptions> options,
    StateHealth health,
    TimeProvider time,
    ILogger<RedisRateLimits> logger) : IRateLimits, IDisposable
{
    private readonly ConcurrentDictionary<(string Scope, string Name), SharedRate> _rates = new();
    private readonly InMemoryRateLimits _ofThisNode = new(time);
    private readonly string _prefix = $"{options.Value.Prefix}:{options.Value.FarmPrefix()}rate";
    private readonly HealthReporter _health = new(health, time, "rates");

    /// <inheritdoc />
    public async ValueTask<bool> TryTakeAsync(string scope, string name, int permits, int limit)
    {
        SharedRate rate = _rates.GetOrAdd((scope, name), static (_, time) => new SharedRate(time), time);
        if (rate.Enter(permits, limit, out bool begin) is not { } request)
        {
            return false;
        }

        if (begin)
        {
            _ = AskAsync(rate, StateKeys.Bytes($"{_prefix}:{name}:{scope}"));
        }

        return await request.Answer ?? await _ofThisNode.TryTakeAsync(scope, name, permits, limit);
    }

    public void Dispose() => _health.Dispose();

    private async Task AskAsync(SharedRate rate, byte[] key)
    {
        while (rate.Next() is { Length: > 0 } requests)
        {
            RespValue[] granted = await TryAskAsync(rate, key, requests);
            for (int i = 0; i < requests.Length; i++)
            {
                requests[i].SetAnswer(granted.Length > 0 ? granted[i].AsInteger() == 1 : null);
            }
        }
    }

    private async Task<RespValue[]> TryAskAsync(SharedRate rate, byte[] key, PermitRequest[] requests)
    {
        int limit = requests[0].Limit;
        try
        {
            RespValue[] answer = (await redis.EvaluateAsync(
                RedisScripts.TakePermits,
                [key],
                [StateKeys.Number(limit), .. requests.Select(request => (ReadOnlyMemory<byte>)StateKeys.Number(request.Permits))],
                CancellationToken.None)).Items;
            rate.UseUp(limit, TimeSpan.FromMilliseconds(answer[0].AsInteger()));
            return answer[1].Items;
        }
        catch (IOException e)
        {
            if (_health.Report(e))
            {
                LogAlone(logger, e.Message);
            }

            return [];
        }
    }

    [LoggerMessage(4221, LogLevel.Warning, "Rates could not be counted in Redis ({Reason}): until they can be, their limits are those of each node.", EventName = "RatesNotShared")]
    private static partial void LogAlone(ILogger logger, string reason);
}
