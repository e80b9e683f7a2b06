// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Server.Check;

/// <summary>A probe saw that something does not work.</summary>
/// <param name="finding">What it saw.</param>
/// <param name="advice">What to change; null when that can't be told.</param>
internal sealed class CheckFailedException(string finding, string? advice = null) : Exception(finding)
{
    public string? Advice { get; } = advice;
}
