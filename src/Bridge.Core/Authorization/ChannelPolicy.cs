// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Authorization;

namespace Bridge.Core.Authorization;

/// <summary>One policy for the groups of one pattern: a name, or a name's beginning with <c>*</c> behind it.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Name">The policy's name, or null.</param>
/// <param name="Policy">The policy itself when it has no name.</param>
internal sealed record ChannelPolicy(string Pattern, string? Name, AuthorizationPolicy? Policy)
{
    private const char Wildcard = '*';

    /// <summary>Of two patterns that fit, the one with more of the name in it counts, and a whole name before a beginning.</summary>
    public int Specificity => IsBeginning ? (2 * Pattern.Length) - 2 : (2 * Pattern.Length) + 1;

    private bool IsBeginning => Pattern[^1] == Wildcard;

    public static bool IsPattern(string pattern) => pattern.Length > 0 && !pattern.AsSpan(0, pattern.Length - 1).Contains(Wildcard);

    public bool Matches(ReadOnlySpan<char> group) => IsBeginning ? group.StartsWith(Pattern.AsSpan(0, Pattern.Length - 1)) : group.SequenceEqual(Pattern);
}
