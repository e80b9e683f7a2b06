// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.History;

/// <summary>Gives the channels whose names begin with a prefix a history.</summary>
public sealed class HistoryRule
{
    /// <summary>
    /// What the names of the channels begin with, compared ordinally; with the group prefix of its app in front when the app has one.
    /// Where several prefixes fit, the longest counts. Empty: every channel. Default: empty.
    /// </summary>
    public string ChannelPrefix { get; set; } = string.Empty;

    /// <summary>The messages that are kept of a channel; the oldest makes room. 1 to 10,000. Default: 100.</summary>
    public int Size { get; set; } = 100;

    /// <summary>How long a message is kept, in seconds. 1 to 604,800 (a week). Default: 300.</summary>
    public int Seconds { get; set; } = 300;
}
