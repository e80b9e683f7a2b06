// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Groups;
using Bridge.Core.Timing;
using Microsoft.Extensions.Logging;

namespace Bridge.Core.History;

/// <summary>The histories of one hub's channels, and what their readers share.</summary>
/// <param name="store">Keeps the messages.</param>
/// <param name="rules">Says which channels have a history.</param>
/// <param name="deliver">Hands a message to the members of a group.</param>
/// <param name="read">Reads a message out of a history.</param>
/// <param name="services">Metrics, time and logs.</param>
internal sealed partial class HubHistory(
    IChannelHistory store,
    HistoryRules rules,
    Action<LocalGroup, HistoryArrival> deliver,
    Func<LocalGroup, BackplaneMessage, EncodedMessage> read,
    HistoryServices services)
{
    /// <summary>How long a message of this node waits for those of other nodes that are before it.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(250);

    /// <summary>When reading is tried again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly DelayQueue<HistoryReader> _late = new(services.Time, OnLate);

    /// <summary>Keeps the messages.</summary>
    public IChannelHistory Store => store;

    /// <summary>What is kept of a channel; null when it has no history.</summary>
    /// <param name="channel">The channel's name with the prefix of its namespace; null for a group that is no channel.</param>
    public HistoryLimits? LimitsOf(string? channel) => channel is null ? null : rules.Find(channel);

    /// <summary>Hands a message to the members of a group.</summary>
    public void Deliver(LocalGroup group, in HistoryArrival arrival) => deliver(group, arrival);

    /// <summary>A message out of the history of a group.</summary>
    public EncodedMessage Read(LocalGroup group, BackplaneMessage message) => read(group, message);

    /// <summary>Has a reader look after a while whether something is still missing.</summary>
    public void AwaitLate(HistoryReader reader, TimeSpan delay) => _late.Add(reader, _late.After(delay));

    /// <summary>Notes that messages were read that had not arrived.</summary>
    public void OnRecovered(string group, int messages)
    {
        if (messages > 0)
        {
            services.Metrics.Recovered(messages);
            LogRecovered(services.Logger, messages, group);
        }
    }

    /// <summary>Notes that messages are missing for good.</summary>
    public void OnLost(string group, long messages)
    {
        services.Metrics.Lost(messages);
        LogLost(services.Logger, messages, group);
    }

    /// <summary>Notes that a channel has another history than before.</summary>
    public void OnEpochChanged(string group) => LogEpochChanged(services.Logger, group);

    /// <summary>Notes that missing messages could not be read.</summary>
    public void OnUnreadable(string group, Exception failure) => LogUnreadable(services.Logger, group, failure);

    /// <summary>Notes how a subscription that should go on did begin.</summary>
    public void OnResumed(bool isRecovered) => services.Metrics.Resumed(isRecovered);

    private static void OnLate(IReadOnlyList<HistoryReader> readers)
    {
        foreach (HistoryReader reader in readers)
        {
            reader.OnLate();
        }
    }

    [LoggerMessage(1401, LogLevel.Information, "{Messages} messages of {Group} had not arrived and were taken from its history.", EventName = "HistoryRecovered")]
    private static partial void LogRecovered(ILogger logger, int messages, string group);

    [LoggerMessage(1402, LogLevel.Warning, "{Messages} messages of {Group} did not arrive, and its history does not hold them any more. Its members on this node have missed them.", EventName = "HistoryLost")]
    private static partial void LogLost(ILogger logger, long messages, string group);

    [LoggerMessage(1403, LogLevel.Warning, "The history of {Group} was lost and has begun anew. Messages that were not delivered by then are missing.", EventName = "HistoryBegunAnew")]
    private static partial void LogEpochChanged(ILogger logger, string group);

    [LoggerMessage(1404, LogLevel.Warning, "Messages of {Group} are missing, and its history can't be read.", EventName = "HistoryUnreadable")]
    private static partial void LogUnreadable(ILogger logger, string group, Exception exception);
}
