// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check;

/// <summary>A line of the report.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Path">Where.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Finding">What was seen.</param>
/// <param name="Advice">What to change; null when there is nothing.</param>
internal sealed record CheckResult(string Name, string Path, CheckStatus Status, string Finding, string? Advice = null);
