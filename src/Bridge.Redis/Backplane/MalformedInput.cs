// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Redis.Connections;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Backplane;

/// <summary>Counts what is not understood, and reports it once for each Redis channel.</summary>
internal sealed partial class MalformedInput(RedisMetrics metrics, ILogger logger)
{
    private const int MostReported = 1_000;

    private readonly ConcurrentDictionary<string, bool> _reported = new(StringComparer.Ordinal);

    /// <summary>Notes a message that was dropped.</summary>
    /// <param name="channel">Where it came from.</param>
    /// <param name="reason">What is wrong with it.</param>
    public void Report(string channel, string reason)
    {
        metrics.Malformed();
        if (_reported.Count < MostReported && _reported.TryAdd(channel, true))
        {
            LogMalformed(logger, channel, reason);
        }
    }

    [LoggerMessage(4101, LogLevel.Warning,
        "A message on the Redis channel {Channel} is not in SignalR's wire format ({Reason}). It was dropped, as further ones there will be without a word. Does another app use this channel?",
        EventName = "MalformedMessage")]
    private static partial void LogMalformed(ILogger logger, string channel, string reason);
}
