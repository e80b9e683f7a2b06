// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.History;

/// <summary>Which channels have a history. Bound from <c>Bridge:History</c>.</summary>
public sealed class HistoryOptions
{
    /// <summary>The rules; channels that none of them fits have no history. Default: none.</summary>
    public IList<HistoryRule> Rules { get; } = new List<HistoryRule>();

    /// <summary>
    /// What the histories of a node without Redis may take in memory, in bytes, roughly counted; beyond it the channels that
    /// were quiet for longest are emptied. Bound from <c>Bridge:HistoryBytes</c>. Default: 67,108,864.
    /// </summary>
    public long MaxBytes { get; set; } = 67_108_864;
}
