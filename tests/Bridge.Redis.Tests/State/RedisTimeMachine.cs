// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Tests.State;

/// <summary>Lets time pass for the channels in Redis, whose clock a test can't set: what waits there is moved into the past.</summary>
/// <param name="redis">A connection.</param>
/// <param name="farm">The farm's configuration, with a channel prefix.</param>
internal sealed class RedisTimeMachine(IRedisConnection redis, string farm)
{
    private const string Due = ":due:channels";
    private const string Barrier = "barrier";

    private const string Shift = """
        local function later(key, time)
          for _, name in ipairs(redis.call('ZRANGE', key, 0, -1)) do
            redis.call('ZINCRBY', key, -time, name)
          end
        end

        local time = tonumber(ARGV[2])
        for _, key in ipairs(redis.call('KEYS', ARGV[1] .. ':channel:*')) do
          if key:match(':departed$') then
            later(key, time)
          elseif key:match(':cached$') then
            redis.call('PEXPIRE', key, redis.call('PTTL', key) - time)
          elseif key:match('}$') then
            for _, field in ipairs({ 'count_due', 'vacated_at', 'no_miss_before' }) do
              local instant = redis.call('HGET', key, field)
              if instant then
                redis.call('HSET', key, field, string.format('%.0f', instant - time))
              end
            end
          end
        end

        later(KEYS[1], time)
        redis.call('ZADD', KEYS[1], 1, ARGV[3])
        """;

    private readonly string _prefix = $"bridge:{farm[(farm.IndexOf('=', StringComparison.Ordinal) + 1)..]}Hub";

    /// <summary>Lets time pass; done when a node has settled all that has become due.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await redis.ExecuteAsync(
            RespCommand.Of("EVAL", Shift, "1", _prefix + Due, _prefix, $"{time.TotalMilliseconds:0}", Barrier), CancellationToken.None);
        await Eventually.EqualAsync(true, async () =>
            (await redis.ExecuteAsync(RespCommand.Of("ZSCORE", _prefix + Due, Barrier), CancellationToken.None)).IsNull);
    }
}
