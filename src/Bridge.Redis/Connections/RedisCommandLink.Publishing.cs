// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Connections;

/// <content>Messages for other nodes, whose answers nobody waits for.</content>
internal sealed partial class RedisCommandLink
{
    /// <summary>Publishes without waiting for anything. When the buffer is full the oldest message makes room.</summary>
    public void Publish<TCommand>(TCommand command)
        where TCommand : IRespCommand
    {
        int dropped = 0;
        lock (_gate)
        {
            int before = _queue.Bytes;
            bool isTooGreat = !_queue.MayHold(command.Length);
            dropped = isTooGreat ? 1 : 0;
            while (!isTooGreat && !_queue.TryAdd(command, null, Time.GetTimestamp()))
            {
                if (_queue.DropOldest() is { } awaited)
                {
                    awaited.Fail(new RedisUnavailableException("Too much waits for Redis."));
                }
                else
                {
                    dropped++;
                }
            }

            Metrics.BufferChanged(_queue.Bytes - before);
        }

        Metrics.Published();
        if (dropped > 0)
        {
            Metrics.Dropped(dropped);
        }

        _wakeUp.Set();
    }

    private void OnPublishRefused(RedisServerException refusal)
    {
        Metrics.PublishFailed();
        if (_refusals.Report(refusal))
        {
            LogPublishRefused(Logger, refusal.Message);
        }
    }

    [LoggerMessage(4011, LogLevel.Warning, "Redis refuses messages for the other nodes: {Error}", EventName = "PublishRefused")]
    private static partial void LogPublishRefused(ILogger logger, string error);
}
