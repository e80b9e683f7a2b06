// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.History;

/// <summary>Finds the limits of a channel.</summary>
internal sealed class HistoryRules
{
    private readonly (string Prefix, HistoryLimits Limits)[] _longestFirst;

    public HistoryRules(HistoryOptions options) =>
        _longestFirst =
        [
            .. options.Rules
                .OrderByDescending(rule => rule.ChannelPrefix.Length)
                .Select(rule => (rule.ChannelPrefix, new HistoryLimits(rule.Size, TimeSpan.FromSeconds(rule.Seconds)))),
        ];

    /// <summary>Whether no channel has a history.</summary>
    public bool IsEmpty => _longestFirst.Length == 0;

    /// <summary>The limits of a channel; null when it has no history.</summary>
    /// <param name="channel">The channel's name with the prefix of its namespace.</param>
    public HistoryLimits? Find(string channel)
    {
        foreach ((string prefix, HistoryLimits limits) in _longestFirst)
        {
            if (channel.StartsWith(prefix, StringComparison.Ordinal))
            {
                return limits;
            }
        }

        return null;
    }
}
