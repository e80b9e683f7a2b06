// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Logging;

namespace Bridge.Core.History;

/// <summary>What the histories of every hub are made with.</summary>
/// <param name="Options">Which channels have one.</param>
/// <param name="Metrics">The counters.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">Told of gaps.</param>
internal sealed record HistoryServices(HistoryOptions Options, HistoryMetrics Metrics, TimeProvider Time, ILogger Logger);
